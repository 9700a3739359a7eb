"""Ranks and choices: Kendall's W and tau-b, Bradley-Terry."""
