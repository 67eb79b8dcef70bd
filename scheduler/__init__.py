"""When things fall due: periods, working days, the planner, the tick."""
