"""The review: the queue, the comparison, the decision, reminders to reviewers."""
