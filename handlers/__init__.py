"""Conversations as pure dialogs, actions as pure decisions."""
