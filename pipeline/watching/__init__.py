"""Watch the inbox without end (值守) and remind the office (提醒)."""
