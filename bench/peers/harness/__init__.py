"""Runs peers on the same clips and measures them from outside."""
