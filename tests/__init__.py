"""Behaviour, shown through public interfaces; the folders mirror the rooms."""
