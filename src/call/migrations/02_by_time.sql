-- Staffing looks at the calls of a day.
CREATE INDEX call_by_time ON call_record (ringing_at);
