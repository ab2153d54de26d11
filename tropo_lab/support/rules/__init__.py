"""Small rules, one subject per file: each looks at a reading and says what is wrong there."""
