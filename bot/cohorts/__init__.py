"""Who is in which cohort: by a Discord role, as it was seen last, or by their own choice."""
