"""Receive a file from the inbox (收件): write its receipt or return slip, or quarantine it."""
