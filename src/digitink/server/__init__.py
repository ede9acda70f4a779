"""The HTTP server behind `digitink draw`: the page, the API, and what guards them."""
