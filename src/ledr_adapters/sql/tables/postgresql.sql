CREATE TABLE tries (
	key TEXT NOT NULL, 
	account VARCHAR(64), 
	failures INTEGER NOT NULL, 
	last TIMESTAMP WITH TIME ZONE NOT NULL, 
	closed_until TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_tries PRIMARY KEY (key)
);
CREATE TABLE lessons (
	id VARCHAR(32) NOT NULL, 
	reference TEXT NOT NULL, 
	title TEXT NOT NULL, 
	video TEXT NOT NULL, 
	seconds INTEGER NOT NULL, 
	demo BOOLEAN NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_lessons PRIMARY KEY (id), 
	CONSTRAINT uq_lessons_reference UNIQUE (reference)
);
CREATE TABLE modules (
	id VARCHAR(32) NOT NULL, 
	reference TEXT NOT NULL, 
	title TEXT NOT NULL, 
	sheet TEXT, 
	sheet_sha256 VARCHAR(64), 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_modules PRIMARY KEY (id), 
	CONSTRAINT uq_modules_reference UNIQUE (reference)
);
CREATE TABLE themes (
	id VARCHAR(32) NOT NULL, 
	reference TEXT NOT NULL, 
	title TEXT NOT NULL, 
	colour VARCHAR(7) NOT NULL, 
	optional BOOLEAN NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_themes PRIMARY KEY (id), 
	CONSTRAINT uq_themes_reference UNIQUE (reference)
);
CREATE TABLE courses (
	id VARCHAR(32) NOT NULL, 
	reference TEXT NOT NULL, 
	title TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	certifying BOOLEAN DEFAULT false NOT NULL, 
	assessments BOOLEAN DEFAULT false NOT NULL, 
	workshops_required INTEGER DEFAULT 0 NOT NULL, 
	workshops_locked BOOLEAN DEFAULT false NOT NULL, 
	community BOOLEAN DEFAULT false NOT NULL, 
	certificate JSON, 
	register TEXT DEFAULT '' NOT NULL, 
	hours INTEGER DEFAULT 0 NOT NULL, 
	about JSON, 
	CONSTRAINT pk_courses PRIMARY KEY (id), 
	CONSTRAINT uq_courses_reference UNIQUE (reference)
);
CREATE TABLE catalogue_edition (
	place INTEGER NOT NULL, 
	edition VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_catalogue_edition PRIMARY KEY (place)
);
CREATE TABLE files (
	sha256 VARCHAR(64) NOT NULL, 
	content BYTEA NOT NULL, 
	printed VARCHAR(64), 
	CONSTRAINT pk_files PRIMARY KEY (sha256)
);
CREATE TABLE workshops (
	id VARCHAR(32) NOT NULL, 
	reference TEXT NOT NULL, 
	title TEXT NOT NULL, 
	introduction_question TEXT NOT NULL, 
	questions JSON NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_workshops PRIMARY KEY (id), 
	CONSTRAINT uq_workshops_reference UNIQUE (reference)
);
CREATE TABLE transferred_contacts (
	base VARCHAR(20) NOT NULL, 
	person_id VARCHAR(32) NOT NULL, 
	email TEXT NOT NULL, 
	fingerprint VARCHAR(64) NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_transferred_contacts PRIMARY KEY (base, person_id)
);
CREATE TABLE runs (
	job VARCHAR(20) NOT NULL, 
	date DATE NOT NULL, 
	started TIMESTAMP WITH TIME ZONE NOT NULL, 
	finished TIMESTAMP WITH TIME ZONE, 
	done JSON NOT NULL, 
	skipped JSON NOT NULL, 
	failures JSON NOT NULL, 
	CONSTRAINT pk_runs PRIMARY KEY (job, date, started)
);
CREATE TABLE suppressions (
	channel VARCHAR(10) NOT NULL, 
	address_key TEXT NOT NULL, 
	address TEXT NOT NULL, 
	cause VARCHAR(20) NOT NULL, 
	detail TEXT NOT NULL, 
	since TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_suppressions PRIMARY KEY (channel, address_key)
);
CREATE TABLE companies (
	id VARCHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_companies PRIMARY KEY (id), 
	CONSTRAINT uq_companies_name_key UNIQUE (name_key)
);
CREATE TABLE search_words (
	kind VARCHAR(10) NOT NULL, 
	owner_id VARCHAR(32) NOT NULL, 
	word TEXT COLLATE "C" NOT NULL, 
	CONSTRAINT pk_search_words PRIMARY KEY (kind, owner_id, word)
);
CREATE TABLE module_lessons (
	module_id VARCHAR(32) NOT NULL, 
	position INTEGER NOT NULL, 
	lesson_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_module_lessons PRIMARY KEY (module_id, position), 
	CONSTRAINT fk_module_lessons_module_id FOREIGN KEY(module_id) REFERENCES modules (id), 
	CONSTRAINT fk_module_lessons_lesson_id FOREIGN KEY(lesson_id) REFERENCES lessons (id)
);
CREATE TABLE theme_modules (
	theme_id VARCHAR(32) NOT NULL, 
	position INTEGER NOT NULL, 
	module_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_theme_modules PRIMARY KEY (theme_id, position), 
	CONSTRAINT fk_theme_modules_theme_id FOREIGN KEY(theme_id) REFERENCES themes (id), 
	CONSTRAINT fk_theme_modules_module_id FOREIGN KEY(module_id) REFERENCES modules (id)
);
CREATE TABLE course_themes (
	course_id VARCHAR(32) NOT NULL, 
	position INTEGER NOT NULL, 
	theme_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_course_themes PRIMARY KEY (course_id, position), 
	CONSTRAINT fk_course_themes_course_id FOREIGN KEY(course_id) REFERENCES courses (id), 
	CONSTRAINT fk_course_themes_theme_id FOREIGN KEY(theme_id) REFERENCES themes (id)
);
CREATE TABLE workshop_modules (
	workshop_id VARCHAR(32) NOT NULL, 
	position INTEGER NOT NULL, 
	module_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_workshop_modules PRIMARY KEY (workshop_id, position), 
	CONSTRAINT fk_workshop_modules_workshop_id FOREIGN KEY(workshop_id) REFERENCES workshops (id), 
	CONSTRAINT fk_workshop_modules_module_id FOREIGN KEY(module_id) REFERENCES modules (id)
);
CREATE TABLE course_workshops (
	course_id VARCHAR(32) NOT NULL, 
	position INTEGER NOT NULL, 
	workshop_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_course_workshops PRIMARY KEY (course_id, position), 
	CONSTRAINT fk_course_workshops_course_id FOREIGN KEY(course_id) REFERENCES courses (id), 
	CONSTRAINT fk_course_workshops_workshop_id FOREIGN KEY(workshop_id) REFERENCES workshops (id)
);
CREATE TABLE questions (
	id VARCHAR(32) NOT NULL, 
	reference TEXT NOT NULL, 
	kind VARCHAR(10) NOT NULL, 
	lesson_id VARCHAR(32), 
	theme_id VARCHAR(32), 
	level INTEGER, 
	public BOOLEAN NOT NULL, 
	placement BOOLEAN NOT NULL, 
	withdrawn BOOLEAN NOT NULL, 
	edition INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	choices JSON NOT NULL, 
	"right" JSON NOT NULL, 
	explanation TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	exposure INTEGER DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_questions PRIMARY KEY (id), 
	CONSTRAINT uq_questions_reference UNIQUE (reference), 
	CONSTRAINT fk_questions_lesson_id FOREIGN KEY(lesson_id) REFERENCES lessons (id), 
	CONSTRAINT fk_questions_theme_id FOREIGN KEY(theme_id) REFERENCES themes (id)
);
CREATE TABLE cases (
	id VARCHAR(32) NOT NULL, 
	reference TEXT NOT NULL, 
	course_id VARCHAR(32) NOT NULL, 
	public BOOLEAN NOT NULL, 
	questions JSON NOT NULL, 
	version INTEGER NOT NULL, 
	edition INTEGER DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_cases PRIMARY KEY (id), 
	CONSTRAINT uq_cases_reference UNIQUE (reference), 
	CONSTRAINT fk_cases_course_id FOREIGN KEY(course_id) REFERENCES courses (id)
);
CREATE TABLE teams (
	id VARCHAR(32) NOT NULL, 
	company_id VARCHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	name_key TEXT COLLATE "C" NOT NULL, 
	message TEXT DEFAULT '' NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_teams PRIMARY KEY (id), 
	CONSTRAINT fk_teams_company_id FOREIGN KEY(company_id) REFERENCES companies (id)
);
CREATE TABLE people (
	id VARCHAR(32) NOT NULL, 
	email TEXT NOT NULL, 
	email_key TEXT NOT NULL, 
	first_name TEXT NOT NULL, 
	last_name TEXT NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	created TIMESTAMP WITH TIME ZONE NOT NULL, 
	company_id VARCHAR(32), 
	phone TEXT, 
	welcomed BOOLEAN NOT NULL, 
	anonymous BOOLEAN DEFAULT false NOT NULL, 
	community_emails BOOLEAN DEFAULT true NOT NULL, 
	sms BOOLEAN DEFAULT false NOT NULL, 
	picture VARCHAR(64), 
	demo_day DATE, 
	list_key TEXT COLLATE "C" DEFAULT '' NOT NULL, 
	organisation_role VARCHAR(20) DEFAULT 'member' NOT NULL, 
	invited BOOLEAN DEFAULT false NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_people PRIMARY KEY (id), 
	CONSTRAINT uq_people_email_key UNIQUE (email_key), 
	CONSTRAINT fk_people_company_id FOREIGN KEY(company_id) REFERENCES companies (id)
);
CREATE TABLE settings (
	number SERIAL NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	since DATE, 
	course_id VARCHAR(32), 
	value JSON NOT NULL, 
	CONSTRAINT pk_settings PRIMARY KEY (number), 
	CONSTRAINT fk_settings_course_id FOREIGN KEY(course_id) REFERENCES courses (id)
);
CREATE TABLE sessions (
	id VARCHAR(32) NOT NULL, 
	reference TEXT NOT NULL, 
	company_id VARCHAR(32), 
	course_id VARCHAR(32) NOT NULL, 
	kind VARCHAR(10) NOT NULL, 
	start DATE NOT NULL, 
	"end" DATE NOT NULL, 
	package INTEGER NOT NULL, 
	policy VARCHAR(10) NOT NULL, 
	every INTEGER, 
	weekends BOOLEAN NOT NULL, 
	holidays BOOLEAN NOT NULL, 
	paced_from DATE, 
	members_enrolled INTEGER NOT NULL, 
	holdings_opened INTEGER NOT NULL, 
	next_change_on DATE, 
	reference_key TEXT DEFAULT '' NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_sessions PRIMARY KEY (id), 
	CONSTRAINT uq_sessions_reference UNIQUE (reference), 
	CONSTRAINT fk_sessions_company_id FOREIGN KEY(company_id) REFERENCES companies (id), 
	CONSTRAINT fk_sessions_course_id FOREIGN KEY(course_id) REFERENCES courses (id)
);
CREATE TABLE passwords (
	person_id VARCHAR(32) NOT NULL, 
	hashed TEXT NOT NULL, 
	CONSTRAINT pk_passwords PRIMARY KEY (person_id), 
	CONSTRAINT fk_passwords_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE TABLE connections (
	number SERIAL NOT NULL, 
	person_id VARCHAR(32) NOT NULL, 
	started TIMESTAMP WITH TIME ZONE NOT NULL, 
	last_active TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_connections PRIMARY KEY (number), 
	CONSTRAINT fk_connections_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE TABLE reset_links (
	token_hash VARCHAR(64) NOT NULL, 
	person_id VARCHAR(32) NOT NULL, 
	created TIMESTAMP WITH TIME ZONE NOT NULL, 
	expires TIMESTAMP WITH TIME ZONE NOT NULL, 
	used TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_reset_links PRIMARY KEY (token_hash), 
	CONSTRAINT fk_reset_links_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE TABLE demo_moves (
	token_hash VARCHAR(64) NOT NULL, 
	person_id VARCHAR(32) NOT NULL, 
	day DATE NOT NULL, 
	expires TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_demo_moves PRIMARY KEY (token_hash), 
	CONSTRAINT fk_demo_moves_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE TABLE attempts (
	id VARCHAR(32) NOT NULL, 
	person_id VARCHAR(32) NOT NULL, 
	theme_id VARCHAR(32) NOT NULL, 
	course_id VARCHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	seed TEXT NOT NULL, 
	state JSON NOT NULL, 
	shown_id VARCHAR(32), 
	started TIMESTAMP WITH TIME ZONE NOT NULL, 
	finished TIMESTAMP WITH TIME ZONE, 
	outcome VARCHAR(10), 
	score INTEGER, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_attempts PRIMARY KEY (id), 
	CONSTRAINT uq_attempts_person_id_theme_id_number UNIQUE (person_id, theme_id, number), 
	CONSTRAINT fk_attempts_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_attempts_theme_id FOREIGN KEY(theme_id) REFERENCES themes (id), 
	CONSTRAINT fk_attempts_course_id FOREIGN KEY(course_id) REFERENCES courses (id), 
	CONSTRAINT fk_attempts_shown_id FOREIGN KEY(shown_id) REFERENCES questions (id)
);
CREATE TABLE question_editions (
	question_id VARCHAR(32) NOT NULL, 
	edition INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	choices JSON NOT NULL, 
	"right" JSON NOT NULL, 
	explanation TEXT NOT NULL, 
	CONSTRAINT pk_question_editions PRIMARY KEY (question_id, edition), 
	CONSTRAINT fk_question_editions_question_id FOREIGN KEY(question_id) REFERENCES questions (id)
);
CREATE TABLE copies (
	id VARCHAR(32) NOT NULL, 
	person_id VARCHAR(32) NOT NULL, 
	course_id VARCHAR(32) NOT NULL, 
	case_id VARCHAR(32) NOT NULL, 
	begun TIMESTAMP WITH TIME ZONE NOT NULL, 
	handed_in TIMESTAMP WITH TIME ZONE, 
	batch DATE, 
	state VARCHAR(10) NOT NULL, 
	planned DATE, 
	open_until DATE, 
	grading JSON, 
	rework JSON, 
	amendments JSON NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_copies PRIMARY KEY (id), 
	CONSTRAINT uq_copies_person_id_course_id UNIQUE (person_id, course_id), 
	CONSTRAINT fk_copies_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_copies_course_id FOREIGN KEY(course_id) REFERENCES courses (id), 
	CONSTRAINT fk_copies_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);
CREATE TABLE certifications (
	id VARCHAR(32) NOT NULL, 
	person_id VARCHAR(32) NOT NULL, 
	course_id VARCHAR(32) NOT NULL, 
	grade VARCHAR(8) NOT NULL, 
	level VARCHAR(10) NOT NULL, 
	awarded_on DATE NOT NULL, 
	company TEXT, 
	revoked TIMESTAMP WITH TIME ZONE, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_certifications PRIMARY KEY (id), 
	CONSTRAINT fk_certifications_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_certifications_course_id FOREIGN KEY(course_id) REFERENCES courses (id)
);
CREATE TABLE documents (
	code VARCHAR(32) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	person_id VARCHAR(32) NOT NULL, 
	course_id VARCHAR(32) NOT NULL, 
	company TEXT, 
	facts JSON NOT NULL, 
	issued TIMESTAMP WITH TIME ZONE NOT NULL, 
	successor VARCHAR(32), 
	revoked TIMESTAMP WITH TIME ZONE, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_documents PRIMARY KEY (code), 
	CONSTRAINT fk_documents_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_documents_course_id FOREIGN KEY(course_id) REFERENCES courses (id)
);
CREATE TABLE endings (
	person_id VARCHAR(32) NOT NULL, 
	course_id VARCHAR(32) NOT NULL, 
	ended_on DATE NOT NULL, 
	finished BOOLEAN NOT NULL, 
	company_id VARCHAR(32), 
	told TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_endings PRIMARY KEY (person_id, course_id), 
	CONSTRAINT fk_endings_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_endings_course_id FOREIGN KEY(course_id) REFERENCES courses (id), 
	CONSTRAINT fk_endings_company_id FOREIGN KEY(company_id) REFERENCES companies (id)
);
CREATE TABLE former_managers (
	person_id VARCHAR(32) NOT NULL, 
	company_id VARCHAR(32) NOT NULL, 
	manager_id VARCHAR(32) NOT NULL, 
	kept TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_former_managers PRIMARY KEY (person_id, company_id, manager_id), 
	CONSTRAINT fk_former_managers_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_former_managers_company_id FOREIGN KEY(company_id) REFERENCES companies (id), 
	CONSTRAINT fk_former_managers_manager_id FOREIGN KEY(manager_id) REFERENCES people (id)
);
CREATE TABLE records (
	person_id VARCHAR(32) NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_records PRIMARY KEY (person_id), 
	CONSTRAINT fk_records_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE TABLE viewings (
	person_id VARCHAR(32) NOT NULL, 
	lesson_id VARCHAR(32) NOT NULL, 
	position INTEGER NOT NULL, 
	seen TIMESTAMP WITH TIME ZONE, 
	watched INTEGER NOT NULL, 
	CONSTRAINT pk_viewings PRIMARY KEY (person_id, lesson_id), 
	CONSTRAINT fk_viewings_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_viewings_lesson_id FOREIGN KEY(lesson_id) REFERENCES lessons (id)
);
CREATE TABLE badges (
	person_id VARCHAR(32) NOT NULL, 
	course_id VARCHAR(32) NOT NULL, 
	theme_id VARCHAR(32) NOT NULL, 
	earned TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_badges PRIMARY KEY (person_id, course_id, theme_id), 
	CONSTRAINT fk_badges_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_badges_course_id FOREIGN KEY(course_id) REFERENCES courses (id), 
	CONSTRAINT fk_badges_theme_id FOREIGN KEY(theme_id) REFERENCES themes (id)
);
CREATE TABLE finishes (
	person_id VARCHAR(32) NOT NULL, 
	course_id VARCHAR(32) NOT NULL, 
	finished TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_finishes PRIMARY KEY (person_id, course_id), 
	CONSTRAINT fk_finishes_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_finishes_course_id FOREIGN KEY(course_id) REFERENCES courses (id)
);
CREATE TABLE passes (
	person_id VARCHAR(32) NOT NULL, 
	theme_id VARCHAR(32) NOT NULL, 
	passed TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_passes PRIMARY KEY (person_id, theme_id), 
	CONSTRAINT fk_passes_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_passes_theme_id FOREIGN KEY(theme_id) REFERENCES themes (id)
);
CREATE TABLE workshop_work (
	person_id VARCHAR(32) NOT NULL, 
	workshop_id VARCHAR(32) NOT NULL, 
	steps JSON NOT NULL, 
	opened TIMESTAMP WITH TIME ZONE, 
	completed TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_workshop_work PRIMARY KEY (person_id, workshop_id), 
	CONSTRAINT fk_workshop_work_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_workshop_work_workshop_id FOREIGN KEY(workshop_id) REFERENCES workshops (id)
);
CREATE TABLE workshop_answers (
	workshop_id VARCHAR(32) NOT NULL, 
	question INTEGER NOT NULL, 
	person_id VARCHAR(32) NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	answered TIMESTAMP WITH TIME ZONE NOT NULL, 
	chosen INTEGER, 
	CONSTRAINT pk_workshop_answers PRIMARY KEY (workshop_id, question, person_id), 
	CONSTRAINT fk_workshop_answers_workshop_id FOREIGN KEY(workshop_id) REFERENCES workshops (id), 
	CONSTRAINT fk_workshop_answers_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT uq_workshop_answers_id UNIQUE (id)
);
CREATE TABLE notes (
	person_id VARCHAR(32) NOT NULL, 
	module_id VARCHAR(32) NOT NULL, 
	text TEXT NOT NULL, 
	saved TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_notes PRIMARY KEY (person_id, module_id), 
	CONSTRAINT fk_notes_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_notes_module_id FOREIGN KEY(module_id) REFERENCES modules (id)
);
CREATE TABLE practices (
	person_id VARCHAR(32) NOT NULL, 
	counted JSON NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_practices PRIMARY KEY (person_id), 
	CONSTRAINT fk_practices_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE TABLE quizzes (
	id VARCHAR(32) NOT NULL, 
	person_id VARCHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	course_id VARCHAR(32) NOT NULL, 
	questions JSON NOT NULL, 
	started TIMESTAMP WITH TIME ZONE NOT NULL, 
	finished TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_quizzes PRIMARY KEY (id), 
	CONSTRAINT uq_quizzes_person_id_number UNIQUE (person_id, number), 
	CONSTRAINT fk_quizzes_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_quizzes_course_id FOREIGN KEY(course_id) REFERENCES courses (id)
);
CREATE TABLE practice_answers (
	person_id VARCHAR(32) NOT NULL, 
	question_id VARCHAR(32) NOT NULL, 
	quiz INTEGER NOT NULL, 
	"right" BOOLEAN NOT NULL, 
	CONSTRAINT pk_practice_answers PRIMARY KEY (person_id, question_id), 
	CONSTRAINT fk_practice_answers_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_practice_answers_question_id FOREIGN KEY(question_id) REFERENCES questions (id)
);
CREATE TABLE placements (
	id VARCHAR(32) NOT NULL, 
	person_id VARCHAR(32), 
	email TEXT NOT NULL, 
	email_key TEXT NOT NULL, 
	seed TEXT NOT NULL, 
	questions JSON NOT NULL, 
	started TIMESTAMP WITH TIME ZONE NOT NULL, 
	finished TIMESTAMP WITH TIME ZONE, 
	result JSON NOT NULL, 
	token_hash VARCHAR(64), 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_placements PRIMARY KEY (id), 
	CONSTRAINT fk_placements_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT uq_placements_token_hash UNIQUE (token_hash)
);
CREATE TABLE messages (
	number SERIAL NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	key TEXT NOT NULL, 
	person_id VARCHAR(32), 
	address TEXT, 
	address_key TEXT, 
	session_id VARCHAR(32), 
	kind VARCHAR(40) NOT NULL, 
	channel VARCHAR(10) NOT NULL, 
	due TIMESTAMP WITH TIME ZONE NOT NULL, 
	created TIMESTAMP WITH TIME ZONE NOT NULL, 
	facts JSON NOT NULL, 
	resolved BOOLEAN NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	sent TIMESTAMP WITH TIME ZONE, 
	reason TEXT NOT NULL, 
	reference TEXT, 
	tries INTEGER NOT NULL, 
	holder VARCHAR(32), 
	lease TIMESTAMP WITH TIME ZONE, 
	provider VARCHAR(20), 
	sent_to TEXT, 
	not_found INTEGER DEFAULT 0 NOT NULL, 
	sent_again INTEGER DEFAULT 0 NOT NULL, 
	delivery VARCHAR(12), 
	cause VARCHAR(20), 
	CONSTRAINT pk_messages PRIMARY KEY (number), 
	CONSTRAINT uq_messages_id UNIQUE (id), 
	CONSTRAINT uq_messages_key UNIQUE (key), 
	CONSTRAINT fk_messages_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_messages_session_id FOREIGN KEY(session_id) REFERENCES sessions (id)
);
CREATE TABLE notifications (
	number SERIAL NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	key TEXT NOT NULL, 
	person_id VARCHAR(32) NOT NULL, 
	session_id VARCHAR(32), 
	kind VARCHAR(40) NOT NULL, 
	facts JSON NOT NULL, 
	created TIMESTAMP WITH TIME ZONE NOT NULL, 
	read TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_notifications PRIMARY KEY (number), 
	CONSTRAINT uq_notifications_id UNIQUE (id), 
	CONSTRAINT uq_notifications_key UNIQUE (key), 
	CONSTRAINT fk_notifications_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_notifications_session_id FOREIGN KEY(session_id) REFERENCES sessions (id)
);
CREATE TABLE team_courses (
	team_id VARCHAR(32) NOT NULL, 
	position INTEGER NOT NULL, 
	course_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_team_courses PRIMARY KEY (team_id, position), 
	CONSTRAINT fk_team_courses_team_id FOREIGN KEY(team_id) REFERENCES teams (id), 
	CONSTRAINT fk_team_courses_course_id FOREIGN KEY(course_id) REFERENCES courses (id)
);
CREATE TABLE team_members (
	team_id VARCHAR(32) NOT NULL, 
	person_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_team_members PRIMARY KEY (team_id, person_id), 
	CONSTRAINT fk_team_members_team_id FOREIGN KEY(team_id) REFERENCES teams (id), 
	CONSTRAINT fk_team_members_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE TABLE team_supervisors (
	team_id VARCHAR(32) NOT NULL, 
	person_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_team_supervisors PRIMARY KEY (team_id, person_id), 
	CONSTRAINT fk_team_supervisors_team_id FOREIGN KEY(team_id) REFERENCES teams (id), 
	CONSTRAINT fk_team_supervisors_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE TABLE goals (
	id VARCHAR(32) NOT NULL, 
	company_id VARCHAR(32) NOT NULL, 
	person_id VARCHAR(32) NOT NULL, 
	text TEXT NOT NULL, 
	due DATE, 
	author_id VARCHAR(32), 
	created TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_goals PRIMARY KEY (id), 
	CONSTRAINT fk_goals_company_id FOREIGN KEY(company_id) REFERENCES companies (id), 
	CONSTRAINT fk_goals_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_goals_author_id FOREIGN KEY(author_id) REFERENCES people (id)
);
CREATE TABLE invitations (
	id VARCHAR(32) NOT NULL, 
	company_id VARCHAR(32) NOT NULL, 
	address TEXT NOT NULL, 
	address_key TEXT COLLATE "C" NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	team_id VARCHAR(32), 
	token_hash VARCHAR(64) NOT NULL, 
	created TIMESTAMP WITH TIME ZONE NOT NULL, 
	expires TIMESTAMP WITH TIME ZONE NOT NULL, 
	ended VARCHAR(20), 
	ended_at TIMESTAMP WITH TIME ZONE, 
	code_hash VARCHAR(64), 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_invitations PRIMARY KEY (id), 
	CONSTRAINT fk_invitations_company_id FOREIGN KEY(company_id) REFERENCES companies (id), 
	CONSTRAINT fk_invitations_team_id FOREIGN KEY(team_id) REFERENCES teams (id), 
	CONSTRAINT uq_invitations_token_hash UNIQUE (token_hash)
);
CREATE TABLE key_figures (
	person_id VARCHAR(32) NOT NULL, 
	company_id VARCHAR(32) NOT NULL, 
	figures JSON NOT NULL, 
	every VARCHAR(10), 
	CONSTRAINT pk_key_figures PRIMARY KEY (person_id), 
	CONSTRAINT fk_key_figures_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_key_figures_company_id FOREIGN KEY(company_id) REFERENCES companies (id)
);
CREATE TABLE manager_links (
	person_id VARCHAR(32) NOT NULL, 
	manager_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_manager_links PRIMARY KEY (person_id, manager_id), 
	CONSTRAINT fk_manager_links_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_manager_links_manager_id FOREIGN KEY(manager_id) REFERENCES people (id)
);
CREATE TABLE memberships (
	session_id VARCHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	person_id VARCHAR(32) NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	start DATE NOT NULL, 
	"end" DATE NOT NULL, 
	enrolled TIMESTAMP WITH TIME ZONE NOT NULL, 
	welcomed BOOLEAN NOT NULL, 
	left_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_memberships PRIMARY KEY (session_id, number), 
	CONSTRAINT fk_memberships_session_id FOREIGN KEY(session_id) REFERENCES sessions (id), 
	CONSTRAINT fk_memberships_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE TABLE holdings (
	session_id VARCHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	slot INTEGER NOT NULL, 
	person_id VARCHAR(32) NOT NULL, 
	since TIMESTAMP WITH TIME ZONE NOT NULL, 
	opened_by VARCHAR(20) NOT NULL, 
	until TIMESTAMP WITH TIME ZONE, 
	closed_by VARCHAR(20), 
	opener VARCHAR(32), 
	closer VARCHAR(32), 
	CONSTRAINT pk_holdings PRIMARY KEY (session_id, number), 
	CONSTRAINT fk_holdings_session_id FOREIGN KEY(session_id) REFERENCES sessions (id), 
	CONSTRAINT fk_holdings_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE TABLE waiting (
	session_id VARCHAR(32) NOT NULL, 
	person_id VARCHAR(32) NOT NULL, 
	position INTEGER NOT NULL, 
	queued_by_run DATE, 
	CONSTRAINT pk_waiting PRIMARY KEY (session_id, person_id), 
	CONSTRAINT fk_waiting_session_id FOREIGN KEY(session_id) REFERENCES sessions (id), 
	CONSTRAINT fk_waiting_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE TABLE attempt_papers (
	attempt_id VARCHAR(32) NOT NULL, 
	settings JSON NOT NULL, 
	levels JSON NOT NULL, 
	CONSTRAINT pk_attempt_papers PRIMARY KEY (attempt_id), 
	CONSTRAINT fk_attempt_papers_attempt_id FOREIGN KEY(attempt_id) REFERENCES attempts (id)
);
CREATE TABLE attempt_answers (
	attempt_id VARCHAR(32) NOT NULL, 
	position INTEGER NOT NULL, 
	question_id VARCHAR(32) NOT NULL, 
	edition INTEGER NOT NULL, 
	level INTEGER NOT NULL, 
	chosen JSON NOT NULL, 
	"right" BOOLEAN NOT NULL, 
	answered TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_attempt_answers PRIMARY KEY (attempt_id, position), 
	CONSTRAINT fk_attempt_answers_attempt_id FOREIGN KEY(attempt_id) REFERENCES attempts (id), 
	CONSTRAINT fk_attempt_answers_question_id FOREIGN KEY(question_id) REFERENCES questions (id)
);
CREATE TABLE copy_answers (
	copy_id VARCHAR(32) NOT NULL, 
	round INTEGER NOT NULL, 
	question INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_copy_answers PRIMARY KEY (copy_id, round, question), 
	CONSTRAINT fk_copy_answers_copy_id FOREIGN KEY(copy_id) REFERENCES copies (id)
);
CREATE TABLE document_files (
	code VARCHAR(32) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_document_files PRIMARY KEY (code, sha256), 
	CONSTRAINT fk_document_files_code FOREIGN KEY(code) REFERENCES documents (code)
);
CREATE TABLE message_events (
	number SERIAL NOT NULL, 
	provider VARCHAR(20) NOT NULL, 
	fingerprint VARCHAR(64) NOT NULL, 
	message_id VARCHAR(32), 
	reference TEXT, 
	state VARCHAR(12) NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	cause VARCHAR(20), 
	permanent BOOLEAN NOT NULL, 
	detail TEXT NOT NULL, 
	address TEXT, 
	url TEXT, 
	recorded TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_message_events PRIMARY KEY (number), 
	CONSTRAINT uq_message_events_provider_fingerprint UNIQUE (provider, fingerprint), 
	CONSTRAINT fk_message_events_message_id FOREIGN KEY(message_id) REFERENCES messages (id)
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	PRIMARY KEY (version_num)
);
CREATE INDEX ix_attempt_answers_question_id ON attempt_answers (question_id);
CREATE INDEX ix_attempts_theme_id ON attempts (theme_id);
CREATE INDEX ix_cases_course_id ON cases (course_id);
CREATE INDEX ix_certifications_awarded_on ON certifications (awarded_on);
CREATE INDEX ix_certifications_person_id ON certifications (person_id);
CREATE INDEX ix_connections_person_id_last_active ON connections (person_id, last_active);
CREATE INDEX ix_copies_case_id ON copies (case_id);
CREATE INDEX ix_copies_state_planned ON copies (state, planned);
CREATE INDEX ix_course_themes_theme_id ON course_themes (theme_id);
CREATE INDEX ix_course_workshops_workshop_id ON course_workshops (workshop_id);
CREATE INDEX ix_demo_moves_person_id ON demo_moves (person_id);
CREATE INDEX ix_document_files_sha256 ON document_files (sha256);
CREATE INDEX ix_documents_company ON documents (company);
CREATE INDEX ix_documents_person_id ON documents (person_id);
CREATE INDEX ix_endings_company_id ON endings (company_id);
CREATE INDEX ix_endings_course_id ON endings (course_id);
CREATE INDEX ix_finishes_course_id ON finishes (course_id);
CREATE INDEX ix_former_managers_company_id ON former_managers (company_id);
CREATE INDEX ix_former_managers_manager_id ON former_managers (manager_id);
CREATE INDEX ix_goals_author_id ON goals (author_id);
CREATE INDEX ix_goals_company_id ON goals (company_id);
CREATE INDEX ix_goals_person_id ON goals (person_id);
CREATE INDEX ix_holdings_person_id ON holdings (person_id);
CREATE INDEX ix_invitations_address_key ON invitations (address_key);
CREATE INDEX ix_invitations_company_id_created ON invitations (company_id, created, address_key, id);
CREATE INDEX ix_invitations_team_id ON invitations (team_id);
CREATE INDEX ix_key_figures_company_id ON key_figures (company_id);
CREATE INDEX ix_key_figures_every ON key_figures (every);
CREATE INDEX ix_manager_links_manager_id ON manager_links (manager_id);
CREATE INDEX ix_memberships_end ON memberships ("end", session_id, number) WHERE left_at is null;
CREATE INDEX ix_memberships_person_id ON memberships (person_id);
CREATE INDEX ix_memberships_start ON memberships (start, session_id, number) WHERE left_at is null;
CREATE INDEX ix_message_events_message_id ON message_events (message_id);
CREATE INDEX ix_message_events_reference ON message_events (reference);
CREATE INDEX ix_messages_address_key ON messages (address_key);
CREATE INDEX ix_messages_delivery ON messages (delivery, due, number) WHERE delivery is not null;
CREATE INDEX ix_messages_due_number ON messages (due, number);
CREATE INDEX ix_messages_kind_due_number ON messages (kind, due, number);
CREATE INDEX ix_messages_next ON messages (state, channel, due, tries, number);
CREATE INDEX ix_messages_not_accepted ON messages (state, due, number) WHERE state <> 'accepted';
CREATE INDEX ix_messages_person_id_due_number ON messages (person_id, due, number);
CREATE INDEX ix_messages_reference ON messages (reference);
CREATE INDEX ix_messages_session_id ON messages (session_id);
CREATE INDEX ix_module_lessons_lesson_id ON module_lessons (lesson_id);
CREATE INDEX ix_notifications_person_id_number ON notifications (person_id, number);
CREATE INDEX ix_notifications_session_id ON notifications (session_id);
CREATE INDEX ix_passes_theme_id ON passes (theme_id);
CREATE INDEX ix_people_company_id_list_key ON people (company_id, list_key);
CREATE INDEX ix_people_company_id_role_list_key ON people (company_id, role, list_key);
CREATE INDEX ix_people_demo_day ON people (demo_day) WHERE not welcomed and role = 'tester' and demo_day is not null;
CREATE INDEX ix_people_erased ON people (id) WHERE email = id;
CREATE INDEX ix_people_list_key ON people (list_key);
CREATE INDEX ix_people_role_list_key ON people (role, list_key);
CREATE INDEX ix_people_to_welcome ON people (id) WHERE not welcomed and role in ('manager', 'learner_manager', 'pilot', 'learner_pilot', 'admin');
CREATE INDEX ix_placements_email_key ON placements (email_key);
CREATE INDEX ix_placements_person_id ON placements (person_id);
CREATE INDEX ix_questions_bank ON questions (theme_id, level, exposure, reference) WHERE kind = 'programme' and public and not withdrawn;
CREATE INDEX ix_questions_lesson_id ON questions (lesson_id);
CREATE INDEX ix_questions_theme_id_reference ON questions (theme_id, reference);
CREATE INDEX ix_reset_links_person_id ON reset_links (person_id);
CREATE INDEX ix_runs_started_job_date ON runs (started, job, date);
CREATE INDEX ix_search_words_kind_word_owner_id ON search_words (kind, word, owner_id);
CREATE INDEX ix_sessions_company_id_end_reference ON sessions (company_id, "end", reference);
CREATE INDEX ix_sessions_company_id_start_reference ON sessions (company_id, start, reference);
CREATE INDEX ix_sessions_course_id ON sessions (course_id);
CREATE INDEX ix_sessions_end_reference ON sessions ("end", reference);
CREATE INDEX ix_sessions_next_change_on ON sessions (next_change_on);
CREATE INDEX ix_sessions_start_reference ON sessions (start, reference);
CREATE INDEX ix_team_members_person_id ON team_members (person_id);
CREATE INDEX ix_team_supervisors_person_id ON team_supervisors (person_id);
CREATE INDEX ix_theme_modules_module_id ON theme_modules (module_id);
CREATE INDEX ix_transferred_contacts_person_id ON transferred_contacts (person_id);
CREATE INDEX ix_tries_account ON tries (account);
CREATE INDEX ix_tries_last ON tries (last);
CREATE INDEX ix_viewings_lesson_id ON viewings (lesson_id);
CREATE INDEX ix_waiting_person_id ON waiting (person_id);
CREATE INDEX ix_workshop_answers_chosen ON workshop_answers (workshop_id, question, chosen) WHERE chosen is not null;
CREATE INDEX ix_workshop_answers_latest ON workshop_answers (workshop_id, question, number);
CREATE INDEX ix_workshop_answers_person_id ON workshop_answers (person_id);
CREATE INDEX ix_workshop_modules_module_id ON workshop_modules (module_id);
CREATE INDEX ix_workshop_work_workshop_id ON workshop_work (workshop_id);
CREATE UNIQUE INDEX uq_one_attempt ON attempts (person_id, theme_id) WHERE finished is null;
CREATE UNIQUE INDEX uq_one_certification ON certifications (person_id, course_id) WHERE revoked is null;
CREATE UNIQUE INDEX uq_one_document ON documents (person_id, course_id, kind) WHERE successor is null and revoked is null;
CREATE UNIQUE INDEX uq_one_holder ON holdings (session_id, slot) WHERE until is null;
CREATE UNIQUE INDEX uq_one_invitation ON invitations (company_id, address_key) WHERE ended is null;
CREATE UNIQUE INDEX uq_one_membership ON memberships (session_id, person_id) WHERE left_at is null;
CREATE UNIQUE INDEX uq_one_quiz ON quizzes (person_id) WHERE finished is null;
CREATE UNIQUE INDEX uq_one_slot ON holdings (session_id, person_id) WHERE until is null;
CREATE UNIQUE INDEX uq_sessions_reference_key ON sessions (reference_key);
CREATE UNIQUE INDEX uq_teams_company_id_name_key ON teams (company_id, name_key);
