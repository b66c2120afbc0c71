-- The many people of `growth_data.py`: one row a number, or a row for every so many. What databases write differently
-- stands in brackets. "Grande" has every other session; 's0' is its own.
insert into companies (id, name, name_key, version)
select 'c' || (i / 20), 'Client ' || (i / 20), 'client ' || (i / 20), 1 from [numbers] where i % 40 = 20;

insert into people (id, email, email_key, first_name, last_name, list_key, role, created, company_id, welcomed, version)
select 'p' || i, 'p' || i || '@client.example', 'p' || i || '@client.example', 'Léa', 'Martin ' || i,
       'martin ' || i || [one] || 'léa' || [one] || 'p' || i || '@client.example', 'learner', [begun],
       case when i % 40 < 20 then (select id from companies where name = 'Grande') else 'c' || (i / 20) end, true, 1
from [numbers];

insert into search_words (kind, owner_id, word) select 'person', 'p' || i, 'lea' from [numbers];
insert into search_words (kind, owner_id, word) select 'person', 'p' || i, 'martin' from [numbers];
insert into search_words (kind, owner_id, word) select 'person', 'p' || i, '' || i from [numbers];
insert into search_words (kind, owner_id, word) select 'person', 'p' || i, 'p' || i from [numbers];
insert into search_words (kind, owner_id, word) select 'person', 'p' || i, 'client' from [numbers];
insert into search_words (kind, owner_id, word) select 'person', 'p' || i, 'example' from [numbers];

insert into sessions (id, reference, reference_key, company_id, course_id, kind, start, "end", package, policy, weekends,
                      holidays, members_enrolled, holdings_opened, version)
select 's' || (i / 20), 'Session ' || (i / 20), 'session ' || (i / 20),
       case when i % 40 < 20 then (select id from companies where name = 'Grande') else 'c' || (i / 20) end,
       (select id from courses where reference = 'recruter'), 'slot', '2026-11-02', '2027-10-31', 2, 'manual', false,
       true, 20, 2, 1
from [numbers] where i % 20 = 0;

insert into memberships (session_id, number, person_id, role, start, "end", enrolled, welcomed)
select 's' || (i / 20), i % 20 + 1, 'p' || i, 'learner', '2026-11-02', '2027-10-31', [begun], true from [numbers];

insert into holdings (session_id, number, slot, person_id, since, opened_by)
select 's' || (i / 20), i % 20 + 1, i % 20 + 1, 'p' || i, [begun], 'manual' from [numbers] where i % 20 < 2;

insert into waiting (session_id, person_id, position)
select 's' || (i / 20), 'p' || i, i % 20 - 1 from [numbers] where i % 20 >= 2;

insert into messages (id, "key", person_id, session_id, kind, channel, due, created, facts, resolved, state, sent, reason,
                      tries, delivery)
select 'm' || i, 'welcome:p' || i, 'p' || i, 's' || (i / 20), 'welcome', 'email', [begun], [begun], '{}', true,
       'accepted', [begun], '', 1, 'delivered'
from [numbers];

insert into messages (id, "key", person_id, session_id, kind, channel, due, created, facts, resolved, state, reason,
                      tries)
select 'f' || i, 'slot_given:p' || i, 'p' || i, 's' || (i / 20), 'slot_given', 'email', [later], [later],
       '{"slot": 1}', true, 'failed', 'no', 1
from [numbers] where i % 50 = 0;

insert into message_events (provider, fingerprint, message_id, state, at, permanent, detail, recorded)
select 'smtp', 'e' || i, 'm' || i, 'delivered', [begun], false, '', [begun] from [numbers];

insert into notifications (id, "key", person_id, kind, facts, created)
select 'n' || i, 'slot_given:p' || i, 'p' || i, 'slot_given', '{"slot": 1}', [begun] from [numbers];

insert into connections (person_id, started, last_active) select 'p' || i, [begun], [later] from [numbers];

insert into records (person_id, version) select 'p' || i, 1 from [numbers];

insert into viewings (person_id, lesson_id, position, seen, watched)
select 'p' || i, (select id from lessons where reference = 'l0'), 300, [later], 300 from [numbers];

insert into finishes (person_id, course_id, finished)
select 'p' || i, (select id from courses where reference = 'recruter'), [later] from [numbers] where i % 10 = 0;

insert into workshop_answers (workshop_id, question, person_id, id, number, text, answered)
select (select id from workshops where reference = 'w0'), 1, 'p' || i, 'a' || i, i + 10, 'Oui.', [later]
from [numbers] where i % 10 = 0;

insert into attempts (id, person_id, theme_id, course_id, number, seed, state, started, finished, outcome, score, version)
select 't' || i, 'p' || i, (select id from themes where reference = 't1'),
       (select id from courses where reference = 'recruter'), 1, '1', '{}', [begun], [later], 'passed', 15, 1
from [numbers] where i % 10 = 0;

insert into attempt_answers (attempt_id, position, question_id, edition, level, chosen, "right", answered)
select 't' || i, q.level, q.id, 1, q.level, '[0]', true, [later]
from [numbers], (select id, level from questions where reference in ('a1-0', 'a1-1', 'a1-2', 'a1-3', 'a1-4')) q
where i % 10 = 0;

insert into certifications (id, person_id, course_id, grade, level, awarded_on, company, version)
select 'z' || i, 'p' || i, (select id from courses where reference = 'recruter'), '15.00', 'silver', [day],
       'Grande', 1
from [numbers] where i % 10 = 0;

insert into documents (code, kind, person_id, course_id, company, facts, issued, version)
select 'CODE' || i, 'certificate', 'p' || i, (select id from courses where reference = 'recruter'), 'Grande',
       cast('{"person": "Léa", "course": "Recruter", "level": "silver", "date": "2026-11-10", "certification": "z' || i || '"}'
            as [json]),
       [later], 1
from [numbers] where i % 10 = 0;

insert into document_files (code, sha256) select 'CODE' || i, 'sha' || i from [numbers] where i % 10 = 0;

insert into placements (id, email, email_key, seed, questions, started, result, token_hash, version)
select 'l' || i, 'p' || i || '@client.example', 'p' || i || '@client.example', '1', '[]', [begun], '[]', 'h' || i, 1
from [numbers] where i % 10 = 0;

insert into runs (job, "date", started, finished, done, skipped, failures)
select 'daily', '2026-11-02', [instant], [instant], '{}', '{}', '[]' from [numbers] where i % 20 = 0;

insert into teams (id, company_id, name, name_key, version)
select 't' || i, (select id from companies where name = 'Grande'), 'Équipe ' || i, 'equipe ' || i, 1
from [numbers] where i % 20 = 0;

insert into team_members (team_id, person_id) select 't' || (i - i % 20), 'p' || i from [numbers] where i % 40 < 20;

insert into team_supervisors (team_id, person_id) select 't' || i, 'p' || i from [numbers] where i % 40 = 0;

insert into invitations (id, company_id, address, address_key, role, token_hash, created, expires, version)
select 'i' || i, (select id from companies where name = 'Grande'), 'i' || i || '@client.example',
       'i' || i || '@client.example', 'member', 'h' || i, [begun], [later], 1
from [numbers];

insert into key_figures (person_id, company_id, figures, every)
select 'p' || i, (select id from companies where name = 'Grande'), '["active"]', 'week'
from [numbers] where i % 400 = 0;
