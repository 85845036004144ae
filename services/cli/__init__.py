"""The command `dideban`: for people first, with `--json` for programs.

Reads and writes the store and the broker that the settings name; every command works while the
system runs and while it stands, unless it says otherwise.
Exit codes: 0 done, 1 failed, 2 wrong use or a bad setting, 3 a taken port.
"""
