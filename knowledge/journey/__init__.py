"""A way to a job as something to look at and keep: what each stop costs, pays and leads to, as words, picture and plan."""
