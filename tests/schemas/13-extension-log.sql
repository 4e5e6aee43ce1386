BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'guilds','create_tables','2026-11-25 09:10:05.263425+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'guilds','create_boards','2026-11-25 09:10:05.263974+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'groups','create_tables','2026-11-25 09:10:05.265142+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'teammates','create_tables','2026-11-25 09:10:05.266138+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'submissions','create_tables','2026-11-25 09:10:05.267108+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'reminders','create_tables','2026-11-25 09:10:05.268157+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'remind-me','create_tables','2026-11-25 09:10:05.269044+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'judging','create_tables','2026-11-25 09:10:05.270207+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'pitches','create_tables','2026-11-25 09:10:05.271327+00:00');
INSERT INTO "_sqlite_migrations" VALUES(10,'answers','create_tables','2026-11-25 09:10:05.272551+00:00');
INSERT INTO "_sqlite_migrations" VALUES(11,'reminders','rebuild_as_notices','2026-11-25 09:20:55.145146+00:00');
INSERT INTO "_sqlite_migrations" VALUES(12,'pitches','create_presses','2026-11-25 09:38:29.937428+00:00');
INSERT INTO "_sqlite_migrations" VALUES(13,'judging','keep_rounds_requests_and_entry_numbers','2026-11-25 11:08:03.216688+00:00');
INSERT INTO "_sqlite_migrations" VALUES(14,'guilds','create_homes','2026-11-25 14:48:26.128090+00:00');
INSERT INTO "_sqlite_migrations" VALUES(15,'submissions','create_room_taken','2026-11-25 15:39:20.232131+00:00');
INSERT INTO "_sqlite_migrations" VALUES(16,'reminders','remind_of_meetings','2026-11-25 15:39:20.233540+00:00');
INSERT INTO "_sqlite_migrations" VALUES(17,'judging','tell_who_judges_by_role','2026-11-25 15:39:20.235184+00:00');
INSERT INTO "_sqlite_migrations" VALUES(18,'limits','create_tables','2026-11-25 15:39:20.236491+00:00');
INSERT INTO "_sqlite_migrations" VALUES(19,'library','create_tables','2026-11-30 15:45:33.533189+00:00');
INSERT INTO "_sqlite_migrations" VALUES(20,'extensions','create_tables','2026-11-30 17:12:24.681013+00:00');
INSERT INTO "_sqlite_migrations" VALUES(21,'cohorts','create_tables','2026-11-30 18:45:32.588276+00:00');
INSERT INTO "_sqlite_migrations" VALUES(22,'registration','create_tables','2026-11-30 19:22:47.894443+00:00');
INSERT INTO "_sqlite_migrations" VALUES(23,'judging','keep_who_chose_to_compete','2026-11-30 19:48:17.348511+00:00');
INSERT INTO "_sqlite_migrations" VALUES(24,'extension-log','create_log','2026-11-30 22:13:04.099592+00:00');
CREATE TABLE asked (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            guild_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 300),
            topic TEXT NOT NULL,
            abstained INTEGER NOT NULL CHECK (abstained IN (0, 1)),
            helpful INTEGER CHECK (helpful IN (0, 1)),
            at TEXT NOT NULL
        ) STRICT;
INSERT INTO "asked" VALUES(1,800000000000000001,900000000000000002,'when is lab 1 due?','due-when',0,1,'2021-01-19T16:00:00.000000+00:00');
INSERT INTO "asked" VALUES(2,800000000000000001,900000000000000007,'is there parking for students','campus-life',1,NULL,'2021-01-19T16:01:00.000000+00:00');
INSERT INTO "asked" VALUES(3,800000000000000001,900000000000000004,'is there any parking for the students?','campus-life',1,NULL,'2021-01-19T16:02:00.000000+00:00');
INSERT INTO "asked" VALUES(4,800000000000000001,900000000000000005,'will there be pizza','campus-life',1,NULL,'2021-01-19T16:03:00.000000+00:00');
INSERT INTO "asked" VALUES(5,800000000000000001,900000000000000005,'may I bring my dog','hours-purpose',0,NULL,'2021-01-19T16:04:00.000000+00:00');
CREATE TABLE attestations (
            guild_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            item TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, user_id, item)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "attestations" VALUES(800000000000000001,900000000000000002,'lab1','2021-01-29T01:00:00.000000+00:00');
CREATE TABLE award_overrides (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            entry INTEGER NOT NULL,
            award TEXT NOT NULL,
            reason TEXT NOT NULL CHECK (reason <> ''),
            by INTEGER NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, contest, entry)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "award_overrides" VALUES(800000000000000001,'pitches',2,'A book','most daring',900000000000000006,'2021-01-29T20:00:00.000000+00:00');
CREATE TABLE ballot_drafts (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            judge_id INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            scores TEXT NOT NULL CHECK (json_valid(scores)),
            note TEXT NOT NULL,
            feedback TEXT NOT NULL,
            PRIMARY KEY (guild_id, contest, judge_id, entry)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "ballot_drafts" VALUES(800000000000000001,'pitches',900000000000000009,1,'["4", "4", "4"]','','an unfinished thought');
CREATE TABLE ballots (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            judge_id INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            version INTEGER NOT NULL CHECK (version > 0),
            scores TEXT NOT NULL CHECK (json_valid(scores)),
            note TEXT NOT NULL,
            feedback TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, contest, judge_id, entry, version),
            FOREIGN KEY (guild_id, contest, judge_id) REFERENCES judges (guild_id, contest, user_id)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "ballots" VALUES(800000000000000001,'pitches',900000000000000008,1,1,'[5, 4, 3]','fast','- clear talk','2021-01-29T19:00:00.000000+00:00');
INSERT INTO "ballots" VALUES(800000000000000001,'pitches',900000000000000008,1,2,'[5, 4, 4]','faster','- clear talk, great demo','2021-01-29T19:01:00.000000+00:00');
INSERT INTO "ballots" VALUES(800000000000000001,'pitches',900000000000000009,2,1,'[4, 4, 4]','','= bold','2021-01-29T19:00:00.000000+00:00');
CREATE TABLE boards (
            guild_id INTEGER NOT NULL,
            board TEXT NOT NULL,
            channel_id INTEGER NOT NULL,
            message_id INTEGER NOT NULL,
            PRIMARY KEY (guild_id, board)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "boards" VALUES(800000000000000001,'sign-up',700000000000000001,600000000000000002);
INSERT INTO "boards" VALUES(800000000000000001,'today',700000000000000001,600000000000000001);
CREATE TABLE cohort_members (
            guild_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind <> ''),
            cohort TEXT NOT NULL CHECK (cohort <> ''),
            by_role INTEGER NOT NULL CHECK (by_role IN (0, 1)),
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, user_id, kind)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "cohort_members" VALUES(800000000000000001,900000000000000001,'section','sec-a',1,'2021-01-20T15:00:00+00:00');
INSERT INTO "cohort_members" VALUES(800000000000000001,900000000000000002,'slot','early',0,'2021-01-20T15:05:00+00:00');
CREATE TABLE competition_entries (guild_id INTEGER NOT NULL, competition TEXT NOT NULL,
            group_number INTEGER NOT NULL,
            by INTEGER NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, competition, group_number)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "competition_entries" VALUES(1,'hardware',1,1,'2021-01-26T12:00:00+00:00');
CREATE TABLE course_drafts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            guild_id INTEGER NOT NULL,
            base INTEGER NOT NULL,
            by INTEGER NOT NULL,
            at TEXT NOT NULL,
            edit TEXT NOT NULL,
            why TEXT NOT NULL,
            changes TEXT NOT NULL,
            follows TEXT NOT NULL,
            digest TEXT NOT NULL REFERENCES course_texts (digest)
        ) STRICT;
INSERT INTO "course_drafts" VALUES(1,800000000000000001,2,900000000000000006,'2021-01-19T18:00:00.000000+00:00','','a whole file','[]','["2 reminders move"]','aa11');
CREATE TABLE course_texts (
            digest TEXT PRIMARY KEY,
            text TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
INSERT INTO "course_texts" VALUES('aa11','title: The file');
INSERT INTO "course_texts" VALUES('bb22','title: As staff changed it');
CREATE TABLE course_versions (
            guild_id INTEGER NOT NULL,
            number INTEGER NOT NULL CHECK (number > 0),
            at TEXT NOT NULL,
            by INTEGER,
            via TEXT NOT NULL CHECK (via IN ('file', 'discord')),
            why TEXT NOT NULL,
            changes TEXT NOT NULL,
            digest TEXT NOT NULL REFERENCES course_texts (digest),
            file_digest TEXT NOT NULL REFERENCES course_texts (digest),
            PRIMARY KEY (guild_id, number),
            CHECK (via = 'file' OR by IS NOT NULL)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "course_versions" VALUES(0,1,'2021-01-10T17:00:00.000000+00:00',NULL,'file','the file on the server','[]','aa11','aa11');
INSERT INTO "course_versions" VALUES(800000000000000001,1,'2021-01-10T17:00:00.000000+00:00',NULL,'file','the file on the server','[]','aa11','aa11');
INSERT INTO "course_versions" VALUES(800000000000000001,2,'2021-01-19T17:00:00.000000+00:00',900000000000000006,'discord','Snow','[["lec-3", "Lecture: Deep Computer Vision, Wed Jan 20, 1:00 PM: cancelled (Snow)"]]','bb22','aa11');
CREATE TABLE extension_requests (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            guild_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            owner TEXT NOT NULL,
            assignment TEXT NOT NULL,
            hours REAL NOT NULL CHECK (hours > 0),
            reason TEXT NOT NULL,
            at TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'denied')),
            by INTEGER,
            answer TEXT NOT NULL
        ) STRICT;
INSERT INTO "extension_requests" VALUES(1,800000000000000001,900000000000000002,'user:900000000000000002','review',24.0,'A fever','2021-01-20T17:00:00.000000+00:00','open',NULL,'');
CREATE TABLE group_change_parts (
            change_id INTEGER NOT NULL REFERENCES group_changes (id),
            guild_id INTEGER NOT NULL,
            number INTEGER NOT NULL,
            before TEXT,
            after TEXT,
            PRIMARY KEY (change_id, number)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "group_change_parts" VALUES(1,800000000000000001,1,NULL,'{"number": 1, "title": "Tide Tables for Tractors", "idea": "Forecasting when a wet field will bear a machine: it''s \"muddy\".", "founder_id": 900000000000000001, "members": [{"user_id": 900000000000000001, "joined_at": "2021-01-19T16:00:00+00:00"}], "created_at": "2021-01-19T16:00:00+00:00", "invitations": [{"user_id": 900000000000000002, "kind": "invite", "by": 900000000000000001, "at": "2021-01-19T16:00:00+00:00"}, {"user_id": 900000000000000004, "kind": "invite", "by": 900000000000000001, "at": "2021-01-19T16:00:00+00:00"}], "closes_at": null, "disbanded_at": null}');
INSERT INTO "group_change_parts" VALUES(2,800000000000000001,1,'{"number": 1, "title": "Tide Tables for Tractors", "idea": "Forecasting when a wet field will bear a machine: it''s \"muddy\".", "founder_id": 900000000000000001, "members": [{"user_id": 900000000000000001, "joined_at": "2021-01-19T16:00:00+00:00"}], "created_at": "2021-01-19T16:00:00+00:00", "invitations": [{"user_id": 900000000000000002, "kind": "invite", "by": 900000000000000001, "at": "2021-01-19T16:00:00+00:00"}, {"user_id": 900000000000000004, "kind": "invite", "by": 900000000000000001, "at": "2021-01-19T16:00:00+00:00"}], "closes_at": null, "disbanded_at": null}','{"number": 1, "title": "Tide Tables for Tractors", "idea": "Forecasting when a wet field will bear a machine: it''s \"muddy\".", "founder_id": 900000000000000001, "members": [{"user_id": 900000000000000001, "joined_at": "2021-01-19T16:00:00+00:00"}, {"user_id": 900000000000000002, "joined_at": "2021-01-19T16:03:00+00:00"}], "created_at": "2021-01-19T16:00:00+00:00", "invitations": [{"user_id": 900000000000000004, "kind": "invite", "by": 900000000000000001, "at": "2021-01-19T16:00:00+00:00"}], "closes_at": null, "disbanded_at": null}');
INSERT INTO "group_change_parts" VALUES(3,800000000000000001,2,NULL,'{"number": 2, "title": "Sketches from Sound", "idea": "Turning hummed melodies into line drawings. With 🎶 and ünïcode.", "founder_id": 900000000000000005, "members": [{"user_id": 900000000000000005, "joined_at": "2021-01-19T17:00:00+00:00"}], "created_at": "2021-01-19T17:00:00+00:00", "invitations": [], "closes_at": null, "disbanded_at": null}');
INSERT INTO "group_change_parts" VALUES(4,800000000000000001,2,'{"number": 2, "title": "Sketches from Sound", "idea": "Turning hummed melodies into line drawings. With 🎶 and ünïcode.", "founder_id": 900000000000000005, "members": [{"user_id": 900000000000000005, "joined_at": "2021-01-19T17:00:00+00:00"}], "created_at": "2021-01-19T17:00:00+00:00", "invitations": [], "closes_at": null, "disbanded_at": null}','{"number": 2, "title": "Sketches from Sound", "idea": "Turning hummed melodies into line drawings. With 🎶 and ünïcode.", "founder_id": 900000000000000005, "members": [{"user_id": 900000000000000005, "joined_at": "2021-01-19T17:00:00+00:00"}], "created_at": "2021-01-19T17:00:00+00:00", "invitations": [{"user_id": 900000000000000007, "kind": "request", "by": 900000000000000007, "at": "2021-01-19T18:00:00+00:00"}], "closes_at": null, "disbanded_at": null}');
INSERT INTO "group_change_parts" VALUES(5,800000000000000001,3,NULL,'{"number": 3, "title": "Recipes for One", "idea": "Halving recipes without halving the taste.", "founder_id": 900000000000000003, "members": [{"user_id": 900000000000000003, "joined_at": "2021-01-19T19:00:00+00:00"}], "created_at": "2021-01-19T19:00:00+00:00", "invitations": [], "closes_at": null, "disbanded_at": null}');
INSERT INTO "group_change_parts" VALUES(6,800000000000000001,3,'{"number": 3, "title": "Recipes for One", "idea": "Halving recipes without halving the taste.", "founder_id": 900000000000000003, "members": [{"user_id": 900000000000000003, "joined_at": "2021-01-19T19:00:00+00:00"}], "created_at": "2021-01-19T19:00:00+00:00", "invitations": [], "closes_at": null, "disbanded_at": null}','{"number": 3, "title": "Recipes for One", "idea": "Halving recipes without halving the taste.", "founder_id": 900000000000000003, "members": [], "created_at": "2021-01-19T19:00:00+00:00", "invitations": [], "closes_at": null, "disbanded_at": "2021-01-19T20:00:00+00:00"}');
INSERT INTO "group_change_parts" VALUES(7,800000000000000001,2,'{"number": 2, "title": "Sketches from Sound", "idea": "Turning hummed melodies into line drawings. With 🎶 and ünïcode.", "founder_id": 900000000000000005, "members": [{"user_id": 900000000000000005, "joined_at": "2021-01-19T17:00:00+00:00"}], "created_at": "2021-01-19T17:00:00+00:00", "invitations": [{"user_id": 900000000000000007, "kind": "request", "by": 900000000000000007, "at": "2021-01-19T18:00:00+00:00"}], "closes_at": null, "disbanded_at": null}','{"number": 2, "title": "Sketches from Sound", "idea": "Turning hummed melodies into line drawings. With 🎶 and ünïcode.", "founder_id": 900000000000000005, "members": [{"user_id": 900000000000000005, "joined_at": "2021-01-19T17:00:00+00:00"}, {"user_id": 900000000000000003, "joined_at": "2021-01-19T21:00:00+00:00"}], "created_at": "2021-01-19T17:00:00+00:00", "invitations": [{"user_id": 900000000000000007, "kind": "request", "by": 900000000000000007, "at": "2021-01-19T18:00:00+00:00"}], "closes_at": null, "disbanded_at": null}');
INSERT INTO "group_change_parts" VALUES(8,800000000000000001,1,'{"number": 1, "title": "Tide Tables for Tractors", "idea": "Forecasting when a wet field will bear a machine: it''s \"muddy\".", "founder_id": 900000000000000001, "members": [{"user_id": 900000000000000001, "joined_at": "2021-01-19T16:00:00+00:00"}, {"user_id": 900000000000000002, "joined_at": "2021-01-19T16:03:00+00:00"}], "created_at": "2021-01-19T16:00:00+00:00", "invitations": [{"user_id": 900000000000000004, "kind": "invite", "by": 900000000000000001, "at": "2021-01-19T16:00:00+00:00"}], "closes_at": null, "disbanded_at": null}','{"number": 1, "title": "Tide Tables for Tractors", "idea": "Forecasting when a wet field will bear a machine: it''s \"muddy\".", "founder_id": 900000000000000001, "members": [{"user_id": 900000000000000001, "joined_at": "2021-01-19T16:00:00+00:00"}, {"user_id": 900000000000000002, "joined_at": "2021-01-19T16:03:00+00:00"}, {"user_id": 900000000000000003, "joined_at": "2021-01-19T22:00:00+00:00"}], "created_at": "2021-01-19T16:00:00+00:00", "invitations": [{"user_id": 900000000000000004, "kind": "invite", "by": 900000000000000001, "at": "2021-01-19T16:00:00+00:00"}], "closes_at": null, "disbanded_at": null}');
INSERT INTO "group_change_parts" VALUES(8,800000000000000001,2,'{"number": 2, "title": "Sketches from Sound", "idea": "Turning hummed melodies into line drawings. With 🎶 and ünïcode.", "founder_id": 900000000000000005, "members": [{"user_id": 900000000000000005, "joined_at": "2021-01-19T17:00:00+00:00"}, {"user_id": 900000000000000003, "joined_at": "2021-01-19T21:00:00+00:00"}], "created_at": "2021-01-19T17:00:00+00:00", "invitations": [{"user_id": 900000000000000007, "kind": "request", "by": 900000000000000007, "at": "2021-01-19T18:00:00+00:00"}], "closes_at": null, "disbanded_at": null}','{"number": 2, "title": "Sketches from Sound", "idea": "Turning hummed melodies into line drawings. With 🎶 and ünïcode.", "founder_id": 900000000000000005, "members": [{"user_id": 900000000000000005, "joined_at": "2021-01-19T17:00:00+00:00"}], "created_at": "2021-01-19T17:00:00+00:00", "invitations": [{"user_id": 900000000000000007, "kind": "request", "by": 900000000000000007, "at": "2021-01-19T18:00:00+00:00"}], "closes_at": null, "disbanded_at": null}');
INSERT INTO "group_change_parts" VALUES(9,800000000000000001,2,'{"number": 2, "title": "Sketches from Sound", "idea": "Turning hummed melodies into line drawings. With 🎶 and ünïcode.", "founder_id": 900000000000000005, "members": [{"user_id": 900000000000000005, "joined_at": "2021-01-19T17:00:00+00:00"}], "created_at": "2021-01-19T17:00:00+00:00", "invitations": [{"user_id": 900000000000000007, "kind": "request", "by": 900000000000000007, "at": "2021-01-19T18:00:00+00:00"}], "closes_at": null, "disbanded_at": null}','{"number": 2, "title": "Sketches from Sounds", "idea": "Turning hummed melodies into line drawings. With 🎶 and ünïcode.", "founder_id": 900000000000000005, "members": [{"user_id": 900000000000000005, "joined_at": "2021-01-19T17:00:00+00:00"}], "created_at": "2021-01-19T17:00:00+00:00", "invitations": [{"user_id": 900000000000000007, "kind": "request", "by": 900000000000000007, "at": "2021-01-19T18:00:00+00:00"}], "closes_at": null, "disbanded_at": null}');
INSERT INTO "group_change_parts" VALUES(10,800000000000000001,2,'{"number": 2, "title": "Sketches from Sounds", "idea": "Turning hummed melodies into line drawings. With 🎶 and ünïcode.", "founder_id": 900000000000000005, "members": [{"user_id": 900000000000000005, "joined_at": "2021-01-19T17:00:00+00:00"}], "created_at": "2021-01-19T17:00:00+00:00", "invitations": [{"user_id": 900000000000000007, "kind": "request", "by": 900000000000000007, "at": "2021-01-19T18:00:00+00:00"}], "closes_at": null, "disbanded_at": null}','{"number": 2, "title": "Sketches from Sounds", "idea": "Turning hummed melodies into line drawings. With 🎶 and ünïcode.", "founder_id": 900000000000000005, "members": [{"user_id": 900000000000000005, "joined_at": "2021-01-19T17:00:00+00:00"}], "created_at": "2021-01-19T17:00:00+00:00", "invitations": [{"user_id": 900000000000000007, "kind": "request", "by": 900000000000000007, "at": "2021-01-19T18:00:00+00:00"}], "closes_at": "2021-01-29T14:00:00+00:00", "disbanded_at": null}');
CREATE TABLE group_changes (
            id INTEGER PRIMARY KEY,
            guild_id INTEGER NOT NULL,
            at TEXT NOT NULL,
            actor_id INTEGER NOT NULL,
            action TEXT NOT NULL,
            reason TEXT,
            undoes INTEGER UNIQUE REFERENCES group_changes (id)
        ) STRICT;
INSERT INTO "group_changes" VALUES(1,800000000000000001,'2021-01-19T16:00:00+00:00',900000000000000001,'sign up',NULL,NULL);
INSERT INTO "group_changes" VALUES(2,800000000000000001,'2021-01-19T16:03:00+00:00',900000000000000002,'accept',NULL,NULL);
INSERT INTO "group_changes" VALUES(3,800000000000000001,'2021-01-19T17:00:00+00:00',900000000000000005,'sign up',NULL,NULL);
INSERT INTO "group_changes" VALUES(4,800000000000000001,'2021-01-19T18:00:00+00:00',900000000000000007,'ask to join',NULL,NULL);
INSERT INTO "group_changes" VALUES(5,800000000000000001,'2021-01-19T19:00:00+00:00',900000000000000003,'sign up',NULL,NULL);
INSERT INTO "group_changes" VALUES(6,800000000000000001,'2021-01-19T20:00:00+00:00',900000000000000003,'disband',NULL,NULL);
INSERT INTO "group_changes" VALUES(7,800000000000000001,'2021-01-19T21:00:00+00:00',900000000000000006,'staff add','asked by mail',NULL);
INSERT INTO "group_changes" VALUES(8,800000000000000001,'2021-01-19T22:00:00+00:00',900000000000000006,'staff move','works with Ana',NULL);
INSERT INTO "group_changes" VALUES(9,800000000000000001,'2021-01-19T23:00:00+00:00',900000000000000006,'staff rename','typo',NULL);
INSERT INTO "group_changes" VALUES(10,800000000000000001,'2021-01-19T23:00:00+00:00',900000000000000006,'staff extend','ill',NULL);
INSERT INTO "group_changes" VALUES(11,800000000000000001,'2021-01-20T00:00:00+00:00',900000000000000006,'staff extend everybody','the storm',NULL);
CREATE TABLE group_invitations (
            guild_id INTEGER NOT NULL,
            number INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('invite', 'request')),
            by INTEGER NOT NULL,
            at TEXT NOT NULL,
            place INTEGER NOT NULL,
            PRIMARY KEY (guild_id, number, user_id),
            FOREIGN KEY (guild_id, number) REFERENCES groups (guild_id, number)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "group_invitations" VALUES(800000000000000001,1,900000000000000004,'invite',900000000000000001,'2021-01-19T16:00:00+00:00',0);
INSERT INTO "group_invitations" VALUES(800000000000000001,2,900000000000000007,'request',900000000000000007,'2021-01-19T18:00:00+00:00',0);
CREATE TABLE group_members (
            guild_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            number INTEGER NOT NULL,
            joined_at TEXT NOT NULL,
            place INTEGER NOT NULL,
            PRIMARY KEY (guild_id, user_id),
            FOREIGN KEY (guild_id, number) REFERENCES groups (guild_id, number)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "group_members" VALUES(800000000000000001,900000000000000001,1,'2021-01-19T16:00:00+00:00',0);
INSERT INTO "group_members" VALUES(800000000000000001,900000000000000002,1,'2021-01-19T16:03:00+00:00',1);
INSERT INTO "group_members" VALUES(800000000000000001,900000000000000003,1,'2021-01-19T22:00:00+00:00',2);
INSERT INTO "group_members" VALUES(800000000000000001,900000000000000005,2,'2021-01-19T17:00:00+00:00',0);
CREATE TABLE group_numbers (
            guild_id INTEGER PRIMARY KEY,
            last INTEGER NOT NULL
        ) STRICT;
INSERT INTO "group_numbers" VALUES(800000000000000001,3);
CREATE TABLE groups (
            guild_id INTEGER NOT NULL,
            number INTEGER NOT NULL CHECK (number > 0),
            title TEXT NOT NULL CHECK (title <> ''),
            idea TEXT NOT NULL,
            founder_id INTEGER NOT NULL,
            largest INTEGER NOT NULL CHECK (largest > 0),
            created_at TEXT NOT NULL,
            closes_at TEXT,
            disbanded_at TEXT,
            PRIMARY KEY (guild_id, number)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "groups" VALUES(800000000000000001,1,'Tide Tables for Tractors','Forecasting when a wet field will bear a machine: it''s "muddy".',900000000000000001,5,'2021-01-19T16:00:00+00:00',NULL,NULL);
INSERT INTO "groups" VALUES(800000000000000001,2,'Sketches from Sounds','Turning hummed melodies into line drawings. With 🎶 and ünïcode.',900000000000000005,5,'2021-01-19T17:00:00+00:00','2021-01-29T14:00:00+00:00',NULL);
INSERT INTO "groups" VALUES(800000000000000001,3,'Recipes for One','Halving recipes without halving the taste.',900000000000000003,5,'2021-01-19T19:00:00+00:00',NULL,'2021-01-19T20:00:00+00:00');
CREATE TABLE guild_settings (
            guild_id INTEGER PRIMARY KEY,
            announcements_channel INTEGER,
office_hours_channel INTEGER,
staff_channel INTEGER,
staff_role INTEGER,
judge_role INTEGER,
registered_role INTEGER,
affiliate_role INTEGER,
listener_role INTEGER,
            changed_at TEXT NOT NULL,
            changed_by INTEGER NOT NULL
        ) STRICT;
INSERT INTO "guild_settings" VALUES(800000000000000001,700000000000000001,700000000000000002,700000000000000003,700000000000000004,700000000000000005,700000000000000006,700000000000000007,NULL,'2021-01-18T14:00:00+00:00',900000000000000006);
INSERT INTO "guild_settings" VALUES(800000000000000002,NULL,NULL,NULL,700000000000000101,NULL,NULL,NULL,NULL,'2021-01-18T14:00:00+00:00',900000000000000010);
CREATE TABLE hand_in_extension_log (
            change INTEGER NOT NULL CHECK (change > 0),
            guild_id INTEGER NOT NULL,
            owner TEXT NOT NULL CHECK (owner GLOB 'user:[0-9]*' OR owner GLOB 'group:[0-9]*'),
            task TEXT NOT NULL,
            due_at TEXT,
            by INTEGER NOT NULL,
            reason TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, owner, task, change)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "hand_in_extension_log" VALUES(1,800000000000000001,'group:2','slides','2021-01-29T14:00:00.000000+00:00',900000000000000006,'the storm','2021-01-27T14:00:00.000000+00:00');
INSERT INTO "hand_in_extension_log" VALUES(2,800000000000000001,'user:900000000000000004','review','2021-01-30T17:00:00.000000+00:00',900000000000000006,'ill','2021-01-27T14:00:00.000000+00:00');
CREATE TABLE hand_in_extensions (
            guild_id INTEGER NOT NULL,
            owner TEXT NOT NULL,
            task TEXT NOT NULL,
            due_at TEXT NOT NULL,
            by INTEGER NOT NULL,
            reason TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, owner, task)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "hand_in_extensions" VALUES(800000000000000001,'group:2','slides','2021-01-29T14:00:00.000000+00:00',900000000000000006,'the storm','2021-01-27T14:00:00.000000+00:00');
INSERT INTO "hand_in_extensions" VALUES(800000000000000001,'user:900000000000000004','review','2021-01-30T17:00:00.000000+00:00',900000000000000006,'ill','2021-01-27T14:00:00.000000+00:00');
CREATE TABLE hand_in_room (
            guild_id INTEGER PRIMARY KEY,
            bytes INTEGER NOT NULL CHECK (bytes >= 0)
        ) STRICT;
INSERT INTO "hand_in_room" VALUES(800000000000000001,2244);
CREATE TABLE homes (
            user_id INTEGER NOT NULL,
            guild_id INTEGER NOT NULL,
            chosen INTEGER NOT NULL DEFAULT 0 CHECK (chosen IN (0, 1)),
            PRIMARY KEY (user_id, guild_id)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "homes" VALUES(7,1,1);
CREATE TABLE judge_cards (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            judge_id INTEGER NOT NULL,
            channel_id INTEGER NOT NULL,
            message_id INTEGER NOT NULL,
            PRIMARY KEY (guild_id, contest, judge_id)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "judge_cards" VALUES(800000000000000001,'pitches',900000000000000009,700000000000000009,600000000000000009);
CREATE TABLE judges (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            user_id INTEGER NOT NULL,
            by INTEGER NOT NULL,
            at TEXT NOT NULL,
            removed_at TEXT, by_role INTEGER NOT NULL DEFAULT 0 CHECK (by_role IN (0, 1)),
            PRIMARY KEY (guild_id, contest, user_id)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "judges" VALUES(800000000000000001,'labs-lab1',900000000000000008,900000000000000006,'2021-01-29T19:00:00.000000+00:00',NULL,0);
INSERT INTO "judges" VALUES(800000000000000001,'pitches',900000000000000008,900000000000000006,'2021-01-29T19:00:00.000000+00:00',NULL,0);
INSERT INTO "judges" VALUES(800000000000000001,'pitches',900000000000000009,900000000000000006,'2021-01-29T19:00:00.000000+00:00',NULL,0);
INSERT INTO "judges" VALUES(800000000000000001,'pitches',900000000000000010,900000000000000006,'2021-01-29T19:00:00.000000+00:00','2021-01-29T19:05:00.000000+00:00',0);
CREATE TABLE judges_by_role (guild_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            seen_at TEXT NOT NULL,
            PRIMARY KEY (guild_id, user_id)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "judges_by_role" VALUES(800000000000000001,900000000000000010,'2021-01-29T19:00:00.000000+00:00');
CREATE TABLE "judging_contests" (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            state TEXT NOT NULL
                CHECK (state IN ('setup', 'open', 'paused', 'closed', 'requested', 'published')),
            round INTEGER NOT NULL CHECK (round >= 0),
            closes_at TEXT,
            rubric TEXT NOT NULL DEFAULT '',
            changed_by INTEGER NOT NULL,
            changed_at TEXT NOT NULL,
            PRIMARY KEY (guild_id, contest)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "judging_contests" VALUES(800000000000000001,'labs-lab1','open',1,NULL,'',900000000000000006,'2021-01-29T19:00:00.000000+00:00');
INSERT INTO "judging_contests" VALUES(800000000000000001,'pitches','published',1,NULL,'["novelty", "soundness", "clarity", "1-5"]',900000000000000007,'2021-01-29T20:00:00.000000+00:00');
CREATE TABLE lab_entries (guild_id INTEGER NOT NULL, lab TEXT NOT NULL,
            user_id INTEGER NOT NULL,
            number INTEGER NOT NULL CHECK (number > 0),
            PRIMARY KEY (guild_id, lab, user_id),
            UNIQUE (guild_id, lab, number)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "lab_entries" VALUES(800000000000000001,'lab1',900000000000000004,1);
CREATE TABLE learned (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            guild_id INTEGER NOT NULL,
            text TEXT NOT NULL,
            answer TEXT NOT NULL,
            by_id INTEGER NOT NULL,
            at TEXT NOT NULL
        ) STRICT;
INSERT INTO "learned" VALUES(1,800000000000000001,'will there be pizza','Yes, on the last day.',900000000000000006,'2021-01-19T17:00:00.000000+00:00');
CREATE TABLE looking (
            guild_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            looking_for TEXT NOT NULL CHECK (looking_for IN ('group', 'members')),
            interests TEXT NOT NULL,
            skills TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, user_id)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "looking" VALUES(800000000000000001,900000000000000001,'members','tractors','a field to test in','2021-01-19T16:00:00+00:00');
INSERT INTO "looking" VALUES(800000000000000001,900000000000000007,'group','music, maps','PyTorch; I write well','2021-01-19T16:00:00+00:00');
CREATE TABLE notices (
            guild_id INTEGER NOT NULL,
            key TEXT NOT NULL,
            kind TEXT NOT NULL,
            target TEXT NOT NULL,
            item TEXT NOT NULL,
            due_at TEXT NOT NULL,
            anchor_at TEXT NOT NULL,
            until TEXT NOT NULL,
            body TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('planned', 'claimed', 'sent', 'skipped', 'failed', 'unsure')),
            nonce TEXT NOT NULL DEFAULT '',
            claimed_at TEXT,
            tries INTEGER NOT NULL DEFAULT 0,
            next_try_at TEXT,
            channel_id INTEGER,
            message_id INTEGER,
            sent_at TEXT,
            why TEXT NOT NULL DEFAULT '',
            reply_to INTEGER,
            again INTEGER NOT NULL DEFAULT 0 CHECK (again IN (0, 1)),
            PRIMARY KEY (guild_id, key),
            CHECK (state <> 'claimed' OR (nonce <> '' AND claimed_at IS NOT NULL)),
            CHECK (state <> 'sent' OR sent_at IS NOT NULL)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "notices" VALUES(800000000000000001,'announcement:77','announcement','channel:announcements','','2021-01-21T14:00:00.000000+00:00','2021-01-21T14:00:00.000000+00:00','2021-01-23T14:00:00.000000+00:00','Bring your **laptop**.','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'announcement:78','announcement','channel:announcements','','2021-01-21T14:00:00.000000+00:00','2021-01-21T14:00:00.000000+00:00','2021-01-22T14:00:00.000000+00:00','A draft.','skipped','',NULL,0,NULL,NULL,NULL,NULL,'nobody has confirmed it yet',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'deadline:lab-entries:24h','deadline','channel:announcements','lab-entries@2021-01-26','2021-01-26T04:59:00.000000+00:00','2021-01-27T04:59:00.000000+00:00','2021-01-27T04:59:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'deadline:lab-entries:30m','deadline','channel:announcements','lab-entries@2021-01-26','2021-01-27T04:29:00.000000+00:00','2021-01-27T04:59:00.000000+00:00','2021-01-27T04:59:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'deadline:lab-entries:3h','deadline','channel:announcements','lab-entries@2021-01-26','2021-01-27T01:59:00.000000+00:00','2021-01-27T04:59:00.000000+00:00','2021-01-27T04:59:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'deadline:paper-review:24h','deadline','channel:announcements','paper-review@2021-01-28','2021-01-28T04:59:59.000000+00:00','2021-01-29T04:59:59.000000+00:00','2021-01-29T04:59:59.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'deadline:paper-review:30m','deadline','channel:announcements','paper-review@2021-01-28','2021-01-29T04:29:59.000000+00:00','2021-01-29T04:59:59.000000+00:00','2021-01-29T04:59:59.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'deadline:paper-review:3h','deadline','channel:announcements','paper-review@2021-01-28','2021-01-29T01:59:59.000000+00:00','2021-01-29T04:59:59.000000+00:00','2021-01-29T04:59:59.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'deadline:pitch-signup:24h','deadline','channel:announcements','pitch-signup@2021-01-27','2021-01-27T04:59:59.000000+00:00','2021-01-28T04:59:59.000000+00:00','2021-01-28T04:59:59.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'deadline:pitch-signup:30m','deadline','channel:announcements','pitch-signup@2021-01-27','2021-01-28T04:29:59.000000+00:00','2021-01-28T04:59:59.000000+00:00','2021-01-28T04:59:59.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'deadline:pitch-signup:3h','deadline','channel:announcements','pitch-signup@2021-01-27','2021-01-28T01:59:59.000000+00:00','2021-01-28T04:59:59.000000+00:00','2021-01-28T04:59:59.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'deadline:pitch-slides:24h','deadline','channel:announcements','pitch-slides@2021-01-28','2021-01-28T04:59:59.000000+00:00','2021-01-29T04:59:59.000000+00:00','2021-01-29T04:59:59.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'deadline:pitch-slides:30m','deadline','channel:announcements','pitch-slides@2021-01-28','2021-01-29T04:29:59.000000+00:00','2021-01-29T04:59:59.000000+00:00','2021-01-29T04:59:59.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'deadline:pitch-slides:3h','deadline','channel:announcements','pitch-slides@2021-01-28','2021-01-29T01:59:59.000000+00:00','2021-01-29T04:59:59.000000+00:00','2021-01-29T04:59:59.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'digest:2021-01-18','digest','channel:announcements','2021-01-18','2021-01-18T14:00:00.000000+00:00','2021-01-18T14:00:00.000000+00:00','2021-01-18T22:00:00.000000+00:00','','skipped','',NULL,0,NULL,NULL,NULL,NULL,'it was due before it was planned',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'digest:2021-01-19','digest','channel:announcements','2021-01-19','2021-01-19T14:00:00.000000+00:00','2021-01-19T14:00:00.000000+00:00','2021-01-19T22:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'digest:2021-01-20','digest','channel:announcements','2021-01-20','2021-01-20T14:00:00.000000+00:00','2021-01-20T14:00:00.000000+00:00','2021-01-20T22:00:00.000000+00:00','','unsure','j5qorze7mzoxvmemyctri2iq','2021-01-20T14:00:00.000000+00:00',1,NULL,NULL,NULL,NULL,'I can''t look into that channel',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'digest:2021-01-21','digest','channel:announcements','2021-01-21','2021-01-21T14:00:00.000000+00:00','2021-01-21T14:00:00.000000+00:00','2021-01-21T22:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'digest:2021-01-22','digest','channel:announcements','2021-01-22','2021-01-22T14:00:00.000000+00:00','2021-01-22T14:00:00.000000+00:00','2021-01-22T22:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'digest:2021-01-25','digest','channel:announcements','2021-01-25','2021-01-25T14:00:00.000000+00:00','2021-01-25T14:00:00.000000+00:00','2021-01-25T22:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'digest:2021-01-26','digest','channel:announcements','2021-01-26','2021-01-26T14:00:00.000000+00:00','2021-01-26T14:00:00.000000+00:00','2021-01-26T22:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'digest:2021-01-27','digest','channel:announcements','2021-01-27','2021-01-27T14:00:00.000000+00:00','2021-01-27T14:00:00.000000+00:00','2021-01-27T22:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'digest:2021-01-28','digest','channel:announcements','2021-01-28','2021-01-28T14:00:00.000000+00:00','2021-01-28T14:00:00.000000+00:00','2021-01-28T22:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'digest:2021-01-29','digest','channel:announcements','2021-01-29','2021-01-29T14:00:00.000000+00:00','2021-01-29T14:00:00.000000+00:00','2021-01-29T22:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'free:900000000000000002:4001','free','user:900000000000000002','','2021-01-27T14:00:00.000000+00:00','2021-01-27T14:00:00.000000+00:00','2021-02-03T14:00:00.000000+00:00','print the poster','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'meeting:lec-1@2021-01-18:15m','meeting','channel:announcements','lec-1@2021-01-18','2021-01-18T17:45:00.000000+00:00','2021-01-18T18:00:00.000000+00:00','2021-01-18T18:10:00.000000+00:00','','skipped','',NULL,0,NULL,NULL,NULL,NULL,'it was due before it was planned',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'meeting:lec-2@2021-01-19:15m','meeting','channel:announcements','lec-2@2021-01-19','2021-01-19T17:45:00.000000+00:00','2021-01-19T18:00:00.000000+00:00','2021-01-19T18:10:00.000000+00:00','','sent','sldwwninw4g3vilvh2tnpsa6','2021-01-19T17:45:00.000000+00:00',1,NULL,700000000000000001,600000000000000101,'2021-01-19T17:45:01.000000+00:00','',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'meeting:lec-3@2021-01-20:15m','meeting','channel:announcements','lec-3@2021-01-20','2021-01-20T17:45:00.000000+00:00','2021-01-20T18:00:00.000000+00:00','2021-01-20T18:10:00.000000+00:00','','claimed','zs2djpu7zhchgbknpkfoqyoj','2021-01-20T17:45:00.000000+00:00',1,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'meeting:lec-4@2021-01-21:15m','meeting','channel:announcements','lec-4@2021-01-21','2021-01-21T17:45:00.000000+00:00','2021-01-21T18:00:00.000000+00:00','2021-01-21T18:10:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'meeting:lec-5@2021-01-22:15m','meeting','channel:announcements','lec-5@2021-01-22','2021-01-22T17:45:00.000000+00:00','2021-01-22T18:00:00.000000+00:00','2021-01-22T18:10:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'meeting:lec-6@2021-01-25:15m','meeting','channel:announcements','lec-6@2021-01-25','2021-01-25T17:45:00.000000+00:00','2021-01-25T18:00:00.000000+00:00','2021-01-25T18:10:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'meeting:lec-7-1@2021-01-26:15m','meeting','channel:announcements','lec-7-1@2021-01-26','2021-01-26T17:45:00.000000+00:00','2021-01-26T18:00:00.000000+00:00','2021-01-26T18:10:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'meeting:lec-8-1@2021-01-27:15m','meeting','channel:announcements','lec-8-1@2021-01-27','2021-01-27T17:45:00.000000+00:00','2021-01-27T18:00:00.000000+00:00','2021-01-27T18:10:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'meeting:lec-9-1@2021-01-28:15m','meeting','channel:announcements','lec-9-1@2021-01-28','2021-01-28T17:45:00.000000+00:00','2021-01-28T18:00:00.000000+00:00','2021-01-28T18:10:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'meeting:pitch-day@2021-01-29:15m','meeting','channel:announcements','pitch-day@2021-01-29','2021-01-29T17:45:00.000000+00:00','2021-01-29T18:00:00.000000+00:00','2021-01-29T18:10:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'meeting:pitch-day@2021-01-29:1h','meeting','channel:announcements','pitch-day@2021-01-29','2021-01-29T17:00:00.000000+00:00','2021-01-29T18:00:00.000000+00:00','2021-01-29T18:10:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'mine:900000000000000002:lab-entries','personal','user:900000000000000002','lab-entries@2021-01-26','2021-01-27T01:59:00.000000+00:00','2021-01-27T04:59:00.000000+00:00','2021-01-27T04:59:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'mine:900000000000000002:lec-1@2021-01-18','personal','user:900000000000000002','lec-1@2021-01-18','2021-01-18T15:00:00.000000+00:00','2021-01-18T18:00:00.000000+00:00','2021-01-18T18:10:00.000000+00:00','','skipped','',NULL,0,NULL,NULL,NULL,NULL,'it was due before it was planned',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'mine:900000000000000002:lec-2@2021-01-19','personal','user:900000000000000002','lec-2@2021-01-19','2021-01-19T15:00:00.000000+00:00','2021-01-19T18:00:00.000000+00:00','2021-01-19T18:10:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'mine:900000000000000002:lec-3@2021-01-20','personal','user:900000000000000002','lec-3@2021-01-20','2021-01-20T15:00:00.000000+00:00','2021-01-20T18:00:00.000000+00:00','2021-01-20T18:10:00.000000+00:00','','sent','tu5h5wdinwhtq5rqoggvc6lo','2021-01-20T15:00:00.000000+00:00',1,NULL,700000000000000001,600000000000000106,'2021-01-20T15:00:06.000000+00:00','',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'mine:900000000000000002:lec-4@2021-01-21','personal','user:900000000000000002','lec-4@2021-01-21','2021-01-21T15:00:00.000000+00:00','2021-01-21T18:00:00.000000+00:00','2021-01-21T18:10:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'mine:900000000000000002:lec-5@2021-01-22','personal','user:900000000000000002','lec-5@2021-01-22','2021-01-22T15:00:00.000000+00:00','2021-01-22T18:00:00.000000+00:00','2021-01-22T18:10:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'mine:900000000000000002:lec-6@2021-01-25','personal','user:900000000000000002','lec-6@2021-01-25','2021-01-25T15:00:00.000000+00:00','2021-01-25T18:00:00.000000+00:00','2021-01-25T18:10:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'mine:900000000000000002:lec-7-1@2021-01-26','personal','user:900000000000000002','lec-7-1@2021-01-26','2021-01-26T15:00:00.000000+00:00','2021-01-26T18:00:00.000000+00:00','2021-01-26T18:10:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'mine:900000000000000002:lec-8-1@2021-01-27','personal','user:900000000000000002','lec-8-1@2021-01-27','2021-01-27T15:00:00.000000+00:00','2021-01-27T18:00:00.000000+00:00','2021-01-27T18:10:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'mine:900000000000000002:lec-9-1@2021-01-28','personal','user:900000000000000002','lec-9-1@2021-01-28','2021-01-28T15:00:00.000000+00:00','2021-01-28T18:00:00.000000+00:00','2021-01-28T18:10:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'mine:900000000000000002:paper-review','personal','user:900000000000000002','paper-review@2021-01-28','2021-01-29T01:59:59.000000+00:00','2021-01-29T04:59:59.000000+00:00','2021-01-29T04:59:59.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'mine:900000000000000002:pitch-day@2021-01-29','personal','user:900000000000000002','pitch-day@2021-01-29','2021-01-29T15:00:00.000000+00:00','2021-01-29T18:00:00.000000+00:00','2021-01-29T18:10:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'mine:900000000000000002:pitch-signup','personal','user:900000000000000002','pitch-signup@2021-01-27','2021-01-28T01:59:59.000000+00:00','2021-01-28T04:59:59.000000+00:00','2021-01-28T04:59:59.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'mine:900000000000000002:pitch-slides','personal','user:900000000000000002','pitch-slides@2021-01-28','2021-01-29T01:59:59.000000+00:00','2021-01-29T04:59:59.000000+00:00','2021-01-29T04:59:59.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'mine:900000000000000007:lab-entries','personal','user:900000000000000007','lab-entries@2021-01-26','2021-01-27T01:59:00.000000+00:00','2021-01-27T04:59:00.000000+00:00','2021-01-27T04:59:00.000000+00:00','','skipped','',NULL,0,NULL,NULL,NULL,NULL,'this person no longer wants it, or it is no longer in the course',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'mine:900000000000000007:paper-review','personal','user:900000000000000007','paper-review@2021-01-28','2021-01-29T01:59:59.000000+00:00','2021-01-29T04:59:59.000000+00:00','2021-01-29T04:59:59.000000+00:00','','skipped','',NULL,0,NULL,NULL,NULL,NULL,'this person no longer wants it, or it is no longer in the course',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'mine:900000000000000007:pitch-signup','personal','user:900000000000000007','pitch-signup@2021-01-27','2021-01-28T01:59:59.000000+00:00','2021-01-28T04:59:59.000000+00:00','2021-01-28T04:59:59.000000+00:00','','skipped','',NULL,0,NULL,NULL,NULL,NULL,'this person no longer wants it, or it is no longer in the course',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'mine:900000000000000007:pitch-slides','personal','user:900000000000000007','pitch-slides@2021-01-28','2021-01-29T01:59:59.000000+00:00','2021-01-29T04:59:59.000000+00:00','2021-01-29T04:59:59.000000+00:00','','skipped','',NULL,0,NULL,NULL,NULL,NULL,'this person no longer wants it, or it is no longer in the course',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-18:close-15m','office hours close','channel:office_hours','office-hours@2021-01-18','2021-01-18T19:45:00.000000+00:00','2021-01-18T20:00:00.000000+00:00','2021-01-18T20:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-18:control','office hours control','channel:staff','office-hours@2021-01-18','2021-01-18T18:00:00.000000+00:00','2021-01-18T18:00:00.000000+00:00','2021-01-18T20:00:00.000000+00:00','','skipped','',NULL,0,NULL,NULL,NULL,NULL,'it was due before it was planned',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-18:open','office hours open','channel:office_hours','office-hours@2021-01-18','2021-01-18T19:00:00.000000+00:00','2021-01-18T20:00:00.000000+00:00','2021-01-18T20:00:00.000000+00:00','','skipped','',NULL,0,NULL,NULL,NULL,NULL,'it was due before it was planned',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-19:close-15m','office hours close','channel:office_hours','office-hours@2021-01-19','2021-01-19T19:45:00.000000+00:00','2021-01-19T20:00:00.000000+00:00','2021-01-19T20:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-19:control','office hours control','channel:staff','office-hours@2021-01-19','2021-01-19T18:00:00.000000+00:00','2021-01-19T18:00:00.000000+00:00','2021-01-19T20:00:00.000000+00:00','','sent','fj4xiuxyuumt7wwbzio7yteq','2021-01-19T18:00:00.000000+00:00',1,NULL,700000000000000001,600000000000000102,'2021-01-19T18:00:02.000000+00:00','',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-19:open','office hours open','channel:office_hours','office-hours@2021-01-19','2021-01-19T19:00:00.000000+00:00','2021-01-19T20:00:00.000000+00:00','2021-01-19T20:00:00.000000+00:00','','sent','j7ot3lkkzpl2cxlji25msmfy','2021-01-19T19:00:00.000000+00:00',1,NULL,700000000000000001,600000000000000103,'2021-01-19T19:00:03.000000+00:00','',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-20:close-15m','office hours close','channel:office_hours','office-hours@2021-01-20','2021-01-20T19:45:00.000000+00:00','2021-01-20T20:00:00.000000+00:00','2021-01-20T20:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-20:control','office hours control','channel:staff','office-hours@2021-01-20','2021-01-20T18:00:00.000000+00:00','2021-01-20T18:00:00.000000+00:00','2021-01-20T20:00:00.000000+00:00','','sent','o6manapggk2h2jqrsx6ygumd','2021-01-20T18:00:00.000000+00:00',1,NULL,700000000000000001,600000000000000108,'2021-01-20T18:00:08.000000+00:00','',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-20:open','office hours open','channel:office_hours','office-hours@2021-01-20','2021-01-20T19:00:00.000000+00:00','2021-01-20T20:00:00.000000+00:00','2021-01-20T20:00:00.000000+00:00','','failed','fnnvw7nq3ynn4guqymfldg7r','2021-01-20T19:00:00.000000+00:00',1,NULL,NULL,NULL,NULL,'no channel is set',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-21:close-15m','office hours close','channel:office_hours','office-hours@2021-01-21','2021-01-21T19:45:00.000000+00:00','2021-01-21T20:00:00.000000+00:00','2021-01-21T20:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-21:control','office hours control','channel:staff','office-hours@2021-01-21','2021-01-21T18:00:00.000000+00:00','2021-01-21T18:00:00.000000+00:00','2021-01-21T20:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-21:open','office hours open','channel:office_hours','office-hours@2021-01-21','2021-01-21T19:00:00.000000+00:00','2021-01-21T20:00:00.000000+00:00','2021-01-21T20:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-22:close-15m','office hours close','channel:office_hours','office-hours@2021-01-22','2021-01-22T19:45:00.000000+00:00','2021-01-22T20:00:00.000000+00:00','2021-01-22T20:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-22:control','office hours control','channel:staff','office-hours@2021-01-22','2021-01-22T18:00:00.000000+00:00','2021-01-22T18:00:00.000000+00:00','2021-01-22T20:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-22:open','office hours open','channel:office_hours','office-hours@2021-01-22','2021-01-22T19:00:00.000000+00:00','2021-01-22T20:00:00.000000+00:00','2021-01-22T20:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-25:close-15m','office hours close','channel:office_hours','office-hours@2021-01-25','2021-01-25T19:45:00.000000+00:00','2021-01-25T20:00:00.000000+00:00','2021-01-25T20:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-25:control','office hours control','channel:staff','office-hours@2021-01-25','2021-01-25T18:00:00.000000+00:00','2021-01-25T18:00:00.000000+00:00','2021-01-25T20:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-25:open','office hours open','channel:office_hours','office-hours@2021-01-25','2021-01-25T19:00:00.000000+00:00','2021-01-25T20:00:00.000000+00:00','2021-01-25T20:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-26:close-15m','office hours close','channel:office_hours','office-hours@2021-01-26','2021-01-26T19:45:00.000000+00:00','2021-01-26T20:00:00.000000+00:00','2021-01-26T20:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-26:control','office hours control','channel:staff','office-hours@2021-01-26','2021-01-26T18:00:00.000000+00:00','2021-01-26T18:00:00.000000+00:00','2021-01-26T20:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-26:open','office hours open','channel:office_hours','office-hours@2021-01-26','2021-01-26T19:00:00.000000+00:00','2021-01-26T20:00:00.000000+00:00','2021-01-26T20:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-27:close-15m','office hours close','channel:office_hours','office-hours@2021-01-27','2021-01-27T19:45:00.000000+00:00','2021-01-27T20:00:00.000000+00:00','2021-01-27T20:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-27:control','office hours control','channel:staff','office-hours@2021-01-27','2021-01-27T18:00:00.000000+00:00','2021-01-27T18:00:00.000000+00:00','2021-01-27T20:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-27:open','office hours open','channel:office_hours','office-hours@2021-01-27','2021-01-27T19:00:00.000000+00:00','2021-01-27T20:00:00.000000+00:00','2021-01-27T20:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-28:close-15m','office hours close','channel:office_hours','office-hours@2021-01-28','2021-01-28T19:45:00.000000+00:00','2021-01-28T20:00:00.000000+00:00','2021-01-28T20:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-28:control','office hours control','channel:staff','office-hours@2021-01-28','2021-01-28T18:00:00.000000+00:00','2021-01-28T18:00:00.000000+00:00','2021-01-28T20:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'office-hours:office-hours@2021-01-28:open','office hours open','channel:office_hours','office-hours@2021-01-28','2021-01-28T19:00:00.000000+00:00','2021-01-28T20:00:00.000000+00:00','2021-01-28T20:00:00.000000+00:00','','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'pitch:1:1:last-seconds','announcement','channel:announcements','','2021-01-29T18:03:50.000000+00:00','2021-01-29T18:03:50.000000+00:00','2021-01-29T18:05:50.000000+00:00','### ⏳ Group 1: 10 seconds left','skipped','',NULL,0,NULL,NULL,NULL,NULL,'the clock was stopped',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'pitch:1:1:time','announcement','channel:announcements','','2021-01-29T18:04:00.000000+00:00','2021-01-29T18:04:00.000000+00:00','2021-01-29T18:06:00.000000+00:00','### 🔔 Time! Group 1 has had its 3 minutes','skipped','',NULL,0,NULL,NULL,NULL,NULL,'the clock was stopped',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'pitch:1:1:warning','announcement','channel:announcements','','2021-01-29T18:03:30.000000+00:00','2021-01-29T18:03:30.000000+00:00','2021-01-29T18:05:30.000000+00:00','### ⏳ Group 1: 30 seconds left','skipped','',NULL,0,NULL,NULL,NULL,NULL,'the clock was stopped',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'pitch:2:1:last-seconds','announcement','channel:announcements','','2021-01-29T18:07:50.000000+00:00','2021-01-29T18:07:50.000000+00:00','2021-01-29T18:09:50.000000+00:00','### ⏳ Group 2: 10 seconds left','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'pitch:2:1:time','announcement','channel:announcements','','2021-01-29T18:08:00.000000+00:00','2021-01-29T18:08:00.000000+00:00','2021-01-29T18:10:00.000000+00:00','### 🔔 Time! Group 2 has had its 3 minutes','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
INSERT INTO "notices" VALUES(800000000000000001,'pitch:2:1:warning','announcement','channel:announcements','','2021-01-29T18:07:30.000000+00:00','2021-01-29T18:07:30.000000+00:00','2021-01-29T18:09:30.000000+00:00','### ⏳ Group 2: 30 seconds left','planned','',NULL,0,NULL,NULL,NULL,NULL,'',NULL,0);
CREATE TABLE office_hours_opened (
            guild_id INTEGER NOT NULL,
            item TEXT NOT NULL,
            opens_at TEXT NOT NULL,
            by INTEGER NOT NULL,
            PRIMARY KEY (guild_id, item)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "office_hours_opened" VALUES(800000000000000001,'office-hours@2021-01-18','2021-01-18T19:00:00.000000+00:00',900000000000000006);
CREATE TABLE pitch_checkins (
            guild_id INTEGER NOT NULL,
            number INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, number, user_id)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "pitch_checkins" VALUES(800000000000000001,1,900000000000000001,'2021-01-29T17:50:00.000000+00:00');
CREATE TABLE pitch_presses (
            guild_id INTEGER NOT NULL REFERENCES pitch_sessions (guild_id),
            revision INTEGER NOT NULL CHECK (revision > 0),
            action TEXT NOT NULL CHECK (action IN (
                'plan', 'start', 'pause', 'resume', 'end', 'absent', 'out', 'back', 'order', 'undo')),
            number INTEGER NOT NULL,
            at TEXT NOT NULL,
            by INTEGER NOT NULL,
            before TEXT,
            undoes INTEGER,
            PRIMARY KEY (guild_id, revision),
            UNIQUE (guild_id, undoes),
            FOREIGN KEY (guild_id, undoes) REFERENCES pitch_presses (guild_id, revision),
            CHECK ((action = 'undo') = (undoes IS NOT NULL))
        ) STRICT, WITHOUT ROWID;
INSERT INTO "pitch_presses" VALUES(800000000000000001,1,'plan',0,'2021-01-29T17:00:00.000000+00:00',900000000000000006,NULL,NULL);
INSERT INTO "pitch_presses" VALUES(800000000000000001,2,'start',1,'2021-01-29T18:00:00.000000+00:00',900000000000000006,'{"minutes": 3, "seed": null, "turns": [{"number": 1, "position": 1, "state": "waiting", "attempt": 1, "started_at": null, "paused_us": 0, "paused_at": null, "ended_at": null, "deferred": 0}, {"number": 2, "position": 2, "state": "waiting", "attempt": 1, "started_at": null, "paused_us": 0, "paused_at": null, "ended_at": null, "deferred": 0}]}',NULL);
INSERT INTO "pitch_presses" VALUES(800000000000000001,3,'end',1,'2021-01-29T18:04:00.000000+00:00',900000000000000006,'{"minutes": 3, "seed": null, "turns": [{"number": 1, "position": 1, "state": "speaking", "attempt": 1, "started_at": "2021-01-29T18:00:00.000000+00:00", "paused_us": 60000000, "paused_at": null, "ended_at": null, "deferred": 0}, {"number": 2, "position": 2, "state": "waiting", "attempt": 1, "started_at": null, "paused_us": 0, "paused_at": null, "ended_at": null, "deferred": 0}]}',NULL);
INSERT INTO "pitch_presses" VALUES(800000000000000001,4,'absent',2,'2021-01-29T18:04:20.000000+00:00',900000000000000007,'{"minutes": 3, "seed": null, "turns": [{"number": 1, "position": 1, "state": "done", "attempt": 1, "started_at": "2021-01-29T18:00:00.000000+00:00", "paused_us": 60000000, "paused_at": null, "ended_at": "2021-01-29T18:04:00.000000+00:00", "deferred": 0}, {"number": 2, "position": 2, "state": "waiting", "attempt": 1, "started_at": null, "paused_us": 0, "paused_at": null, "ended_at": null, "deferred": 0}]}',NULL);
INSERT INTO "pitch_presses" VALUES(800000000000000001,5,'undo',2,'2021-01-29T18:04:40.000000+00:00',900000000000000006,NULL,4);
INSERT INTO "pitch_presses" VALUES(800000000000000001,6,'start',2,'2021-01-29T18:05:00.000000+00:00',900000000000000006,'{"minutes": 3, "seed": null, "turns": [{"number": 1, "position": 1, "state": "done", "attempt": 1, "started_at": "2021-01-29T18:00:00.000000+00:00", "paused_us": 60000000, "paused_at": null, "ended_at": "2021-01-29T18:04:00.000000+00:00", "deferred": 0}, {"number": 2, "position": 2, "state": "waiting", "attempt": 1, "started_at": null, "paused_us": 0, "paused_at": null, "ended_at": null, "deferred": 0}]}',NULL);
CREATE TABLE pitch_sessions (
            guild_id INTEGER PRIMARY KEY,
            minutes INTEGER NOT NULL CHECK (minutes > 0),
            seed INTEGER
        ) STRICT;
INSERT INTO "pitch_sessions" VALUES(800000000000000001,3,NULL);
CREATE TABLE pitch_turns (
            guild_id INTEGER NOT NULL REFERENCES pitch_sessions (guild_id),
            number INTEGER NOT NULL,
            position INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'speaking', 'paused', 'done', 'out')),
            attempt INTEGER NOT NULL,
            started_at TEXT,
            paused_us INTEGER NOT NULL,
            paused_at TEXT,
            ended_at TEXT,
            deferred INTEGER NOT NULL CHECK (deferred IN (0, 1)),
            PRIMARY KEY (guild_id, number),
            CHECK (state NOT IN ('speaking', 'paused') OR started_at IS NOT NULL)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "pitch_turns" VALUES(800000000000000001,1,1,'done',1,'2021-01-29T18:00:00.000000+00:00',60000000,NULL,'2021-01-29T18:04:00.000000+00:00',0);
INSERT INTO "pitch_turns" VALUES(800000000000000001,2,2,'speaking',1,'2021-01-29T18:05:00.000000+00:00',0,NULL,NULL,0);
CREATE TABLE publish_requests (id INTEGER PRIMARY KEY AUTOINCREMENT,
            guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'confirmed', 'ended')),
            asked_by INTEGER NOT NULL,
            asked_at TEXT NOT NULL,
            reason TEXT NOT NULL,
            shown TEXT NOT NULL CHECK (shown = '' OR json_valid(shown)),
            entries TEXT NOT NULL CHECK (json_valid(entries)),
            confirmed_by INTEGER CHECK (confirmed_by <> asked_by),
            confirmed_at TEXT,
            CHECK (state <> 'confirmed' OR (confirmed_by IS NOT NULL AND confirmed_at IS NOT NULL))
        ) STRICT;
INSERT INTO "publish_requests" VALUES(1,800000000000000001,'pitches','confirmed',900000000000000006,'2021-01-29T20:00:00.000000+00:00','Kim fell ill','','[[1, "Tide Tables for Tractors", true, ""], [2, "Sketches from Sounds", false, "no registered student"]]',900000000000000007,'2021-01-29T20:00:00.000000+00:00');
CREATE TABLE recusals (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            judge_id INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, contest, judge_id, entry)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "recusals" VALUES(800000000000000001,'pitches',900000000000000010,2,'2021-01-29T19:00:00.000000+00:00');
CREATE TABLE registered_commands (
            application_id INTEGER NOT NULL,
            guild_id INTEGER NOT NULL,
            hash TEXT NOT NULL,
            ids TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (application_id, guild_id)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "registered_commands" VALUES(500000000000000001,0,'3f1c3f1c3f1c3f1c3f1c3f1c3f1c3f1c3f1c3f1c3f1c3f1c3f1c3f1c3f1c3f1c','{}','2020-01-01T00:00:00+00:00');
CREATE TABLE remind_me (
            guild_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
            kinds TEXT NOT NULL,
            lead TEXT NOT NULL,
            closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
            told INTEGER NOT NULL CHECK (told IN (0, 1)),
            PRIMARY KEY (guild_id, user_id)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "remind_me" VALUES(800000000000000001,900000000000000002,1,'deadlines,lectures','3h',0,1);
INSERT INTO "remind_me" VALUES(800000000000000001,900000000000000007,0,'deadlines','3h',1,0);
CREATE TABLE signup_extensions (
            guild_id INTEGER PRIMARY KEY,
            closes_at TEXT NOT NULL
        ) STRICT;
INSERT INTO "signup_extensions" VALUES(800000000000000001,'2021-01-28T17:00:00+00:00');
CREATE TABLE silenced_targets (
            guild_id INTEGER NOT NULL,
            target TEXT NOT NULL,
            by INTEGER NOT NULL,
            PRIMARY KEY (guild_id, target)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "silenced_targets" VALUES(800000000000000001,'channel:office_hours',900000000000000006);
CREATE TABLE skips (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            judge_id INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, contest, judge_id, entry)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "skips" VALUES(800000000000000001,'pitches',900000000000000010,1,'2021-01-29T19:00:00.000000+00:00');
CREATE TABLE submission_files (
            receipt TEXT NOT NULL REFERENCES submissions (receipt),
            place INTEGER NOT NULL,
            item TEXT NOT NULL,
            name TEXT NOT NULL CHECK (name <> ''),
            size INTEGER NOT NULL CHECK (size > 0),
            sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
            kind TEXT NOT NULL,
            pages INTEGER,
            PRIMARY KEY (receipt, place)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "submission_files" VALUES('R-GCWV-E3S5',0,'notebook','lab.ipynb',171,'0d459ecd166c712d1f627c0b7cc0d6fd45fdd235ee880cf3a5492d11eb2ffe3e','notebook',NULL);
INSERT INTO "submission_files" VALUES('R-GG7A-FVNR',0,'','review.pdf',1134,'445a4571989982186e0ed340cc897ac1da7fe8d1db7e126ad4c9c1ea65725111','pdf',1);
INSERT INTO "submission_files" VALUES('R-TB8W-5BGW',0,'','review-2.pdf',939,'360dde2a22b5d9ba36c024562cbe3bef77e53fcaad1abccf474c8104aea923c4','pdf',1);
CREATE TABLE submissions (
            guild_id INTEGER NOT NULL,
            owner TEXT NOT NULL CHECK (owner GLOB 'user:[0-9]*' OR owner GLOB 'group:[0-9]*'),
            task TEXT NOT NULL,
            number INTEGER NOT NULL CHECK (number > 0),
            receipt TEXT NOT NULL UNIQUE,
            code TEXT NOT NULL,
            by INTEGER NOT NULL,
            by_name TEXT NOT NULL,
            at TEXT NOT NULL,
            due_at TEXT NOT NULL,
            details TEXT NOT NULL CHECK (json_valid(details)),
            warnings TEXT NOT NULL CHECK (json_valid(warnings)),
            flags TEXT NOT NULL CHECK (json_valid(flags)),
            PRIMARY KEY (guild_id, owner, task, number)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "submissions" VALUES(800000000000000001,'group:1','slides',1,'R-8NKM-5TA3','CQ58-B45Z-GZWQ-2CD3',900000000000000001,'Ana','2021-01-29T01:00:00.000000+00:00','2021-01-29T04:59:59.000000+00:00','{"paper": "", "ticked": true, "texts": {}, "link": "https://docs.google.com/presentation/d/example-1"}','[]','[]');
INSERT INTO "submissions" VALUES(800000000000000001,'user:900000000000000002','review',1,'R-GG7A-FVNR','DXBY-YHD2-DX6V-3J2B',900000000000000002,'Bo','2021-01-29T01:00:00.000000+00:00','2021-01-29T04:59:59.000000+00:00','{"paper": "Attention Is All You Need", "ticked": true, "texts": {}, "link": ""}','[]','[]');
INSERT INTO "submissions" VALUES(800000000000000001,'user:900000000000000002','review',2,'R-TB8W-5BGW','CGJ4-3QP3-DJNX-X7WS',900000000000000002,'Bo','2021-01-29T05:30:00.000000+00:00','2021-01-29T04:59:59.000000+00:00','{"paper": "Attention Is All You Need", "ticked": true, "texts": {}, "link": ""}','["review-2.pdf has hardly any text in it: it looks like a scan."]','[]');
INSERT INTO "submissions" VALUES(800000000000000001,'user:900000000000000004','lab1',1,'R-GCWV-E3S5','QBKQ-XBV6-73VH-DBQN',900000000000000004,'Dee','2021-01-27T01:00:00.000000+00:00','2021-01-27T04:59:00.000000+00:00','{"paper": "", "ticked": false, "texts": {"description": "We raised the temperature."}, "link": ""}','[]','[]');
CREATE TABLE typed_ballots (id INTEGER PRIMARY KEY AUTOINCREMENT,
            guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            judge_id INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            scores TEXT NOT NULL CHECK (json_valid(scores)),
            feedback TEXT,
            at TEXT NOT NULL
        ) STRICT;
INSERT INTO "typed_ballots" VALUES(1,800000000000000001,'pitches',900000000000000009,1,'["5", "4", "3"]','great demo','2021-01-29T19:00:00.000000+00:00');
INSERT INTO "typed_ballots" VALUES(2,800000000000000001,'pitches',900000000000000009,2,'["5", "4", "3"]',NULL,'2021-01-29T19:00:00.000000+00:00');
CREATE TABLE unanswered (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            guild_id INTEGER NOT NULL,
            text TEXT NOT NULL,
            key TEXT NOT NULL,
            at TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'dismissed')),
            answer TEXT NOT NULL,
            CHECK (state <> 'answered' OR answer <> '')
        ) STRICT;
INSERT INTO "unanswered" VALUES(1,800000000000000001,'is there parking for students','park student','2021-01-19T16:00:00.000000+00:00','open','');
INSERT INTO "unanswered" VALUES(2,800000000000000001,'will there be pizza','pizza','2021-01-19T16:00:00.000000+00:00','answered','Yes, on the last day.');
INSERT INTO "unanswered" VALUES(3,800000000000000001,'may I bring my dog','dog','2021-01-19T16:00:00.000000+00:00','dismissed','');
CREATE TABLE uses (
            id INTEGER PRIMARY KEY,
            user_id INTEGER NOT NULL,
            name TEXT NOT NULL,
            guild_id INTEGER NOT NULL,
            about INTEGER NOT NULL,
            amount INTEGER NOT NULL CHECK (amount > 0),
            at TEXT NOT NULL
        ) STRICT;
INSERT INTO "uses" VALUES(1,900000000000000001,'invites',800000000000000001,0,1,'2021-01-25T15:00:00.000000+00:00');
INSERT INTO "uses" VALUES(2,900000000000000001,'messages',0,900000000000000002,1,'2021-01-25T15:00:00.000000+00:00');
CREATE TABLE waiting (
            question_id INTEGER NOT NULL REFERENCES unanswered (id) ON DELETE CASCADE,
            user_id INTEGER NOT NULL,
            PRIMARY KEY (question_id, user_id)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "waiting" VALUES(1,900000000000000004);
INSERT INTO "waiting" VALUES(1,900000000000000007);
INSERT INTO "waiting" VALUES(2,900000000000000005);
INSERT INTO "waiting" VALUES(3,900000000000000005);
CREATE TABLE week_summaries (
            guild_id INTEGER NOT NULL,
            until TEXT NOT NULL,
            PRIMARY KEY (guild_id, until)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "week_summaries" VALUES(800000000000000001,'2021-01-25T13:00:00.000000+00:00');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX groups_by_title ON groups (guild_id, lower(title)) WHERE disbanded_at IS NULL;
CREATE INDEX group_members_by_group ON group_members (guild_id, number, place);
CREATE INDEX group_invitations_by_person ON group_invitations (guild_id, user_id);
CREATE TRIGGER group_members_fit BEFORE INSERT ON group_members
        WHEN (SELECT count(*) FROM group_members m WHERE m.guild_id = NEW.guild_id AND m.number = NEW.number)
            >= (SELECT largest FROM groups g WHERE g.guild_id = NEW.guild_id AND g.number = NEW.number)
        BEGIN SELECT RAISE(ABORT, 'group is full'); END;
CREATE INDEX group_change_parts_by_group ON group_change_parts (guild_id, number, change_id);
CREATE INDEX group_changes_by_guild ON group_changes (guild_id, id);
CREATE UNIQUE INDEX one_speaks ON pitch_turns (guild_id) WHERE state IN ('speaking', 'paused');
CREATE INDEX asked_by_time ON asked (guild_id, at);
CREATE UNIQUE INDEX one_open_a_key ON unanswered (guild_id, key) WHERE state = 'open';
CREATE INDEX notices_open ON notices (due_at)
            WHERE state IN ('planned', 'claimed', 'failed');
CREATE INDEX notices_retries ON notices (next_try_at)
            WHERE state IN ('planned', 'claimed', 'failed') AND next_try_at IS NOT NULL;
CREATE INDEX notices_by_item ON notices (guild_id, item);
CREATE INDEX notices_by_target ON notices (guild_id, target);
CREATE UNIQUE INDEX publish_requests_waiting ON publish_requests (guild_id, contest)
            WHERE state = 'waiting';
CREATE INDEX uses_by_person ON uses (user_id, name, guild_id, about, at);
CREATE UNIQUE INDEX open_requests ON extension_requests (guild_id, user_id, assignment)
            WHERE state = 'open';
CREATE INDEX cohort_members_by_cohort ON cohort_members (guild_id, cohort);
CREATE INDEX extension_changes ON hand_in_extension_log (change);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('asked',5);
INSERT INTO "sqlite_sequence" VALUES('unanswered',3);
INSERT INTO "sqlite_sequence" VALUES('learned',1);
INSERT INTO "sqlite_sequence" VALUES('publish_requests',1);
INSERT INTO "sqlite_sequence" VALUES('typed_ballots',2);
INSERT INTO "sqlite_sequence" VALUES('course_drafts',1);
INSERT INTO "sqlite_sequence" VALUES('extension_requests',1);
COMMIT;
