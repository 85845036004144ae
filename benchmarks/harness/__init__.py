"""What measures the running system: made-up news, a receiver, the processes and their figures."""
