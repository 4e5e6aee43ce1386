"""What may happen to a project group: pure functions from a group to the group it becomes.

Source of the rules: course page, "Project Proposal Presentation": groups of 1 to 5, each participant in one
group, sign-up before the deadline, at least one registered student to be eligible for a prize. The numbers come
from the course file.
"""
