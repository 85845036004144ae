"""Runs the sample feeds until the process is told to end."""

from services.demo.app import main

if __name__ == "__main__":
    main()
