"""What happens to families and persons, as dated events: which there are, what each needs, what it changes, in order.

Events hold what happened in life. A correction of something written wrongly is no event: it changes the row, with its
history. An event changes a `Register` of plain values and the difference is kept, so that taking it back is exact.
"""
