"""What regions give priority to, against what they have: the S3 alignment atlas."""
