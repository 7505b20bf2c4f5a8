"""Run pure functions on other people's files (别人的文件) in a child process with limits."""
