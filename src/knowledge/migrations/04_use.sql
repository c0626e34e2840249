-- Questions of the last days, for what they say about the entries.
CREATE INDEX knowledge_question_by_time ON knowledge_question (at);
