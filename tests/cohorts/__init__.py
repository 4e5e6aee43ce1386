"""Who is in which cohort, and what follows."""
