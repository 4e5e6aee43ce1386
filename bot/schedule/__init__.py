"""The schedule as people see it: days, weeks, what is next, what is due, office hours."""
