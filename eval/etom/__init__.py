"""How well the product does its eTOM processes: the processes and their tasks, the checks, the score, the report."""
