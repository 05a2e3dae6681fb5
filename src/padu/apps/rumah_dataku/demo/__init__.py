"""Made-up families of one village, from a seed: true age and sex shape, no real person, all of it "data buatan"."""
