"""The channels, one file each; what they share is how an HTTP answer reads."""
