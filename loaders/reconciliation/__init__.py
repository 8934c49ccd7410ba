"""Finding the same organisation in different sources: candidates, scores, decisions, links."""
