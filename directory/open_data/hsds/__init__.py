"""HSDS 3.1 (Open Referral): windows, organisations and categories as the standard has them."""
