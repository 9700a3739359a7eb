"""The workstation: command line, window, session, playback, inspector, actions."""
