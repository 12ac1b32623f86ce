"""The console script as people run it: its exit codes and its sentences."""
