"""Captions: what happened in a window of frames, said in words."""
