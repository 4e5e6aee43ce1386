"""Everything of the course page that is not the schedule, topic by topic; and the calendar file."""
