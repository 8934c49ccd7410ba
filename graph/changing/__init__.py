"""How networks change: periods, generations, what stays of ties and brokers."""
