"""The pages behind links, as browsers ask for them: no network, the real routes."""
