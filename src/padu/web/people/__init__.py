"""Who is who: the people of one's places with their hats, inviting them, and letting them go."""
