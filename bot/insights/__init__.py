"""What learners ask, counted without anyone in it: one writer (`recorder`), one reader (`reports`), one gate between.

Everything that leaves passes `suppression`; nothing here ever holds a learner's words or who they are.
"""
