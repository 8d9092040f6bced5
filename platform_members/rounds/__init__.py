"""The yearly rounds (照会): departments, the office, sheets in Excel, programmes."""
