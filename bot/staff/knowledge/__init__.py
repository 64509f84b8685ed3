"""The staff pages on which the knowledge base is corrected: forms, drafts, review, previews, mistakes, what is due.

Every change goes through `knowledge.editing`; no page writes a table of the knowledge base itself.
"""
