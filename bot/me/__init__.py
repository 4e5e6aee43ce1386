"""What concerns one person, gathered once: their group, their work, their reminders, their pitch."""
