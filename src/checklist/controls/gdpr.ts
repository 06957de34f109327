import { httpServer } from '../examples';
import type { ControlId } from '../ids';
import type { ControlItem } from '../item';
import { asvs, gdpr, page } from '../references';

const PG = "import pg from 'pg';";
const POOL = 'const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });';

const USERS_SQL = `
  CREATE TABLE users (
    id BIGSERIAL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    full_name TEXT NOT NULL
  );
  CREATE TABLE usage_logs (
    id BIGSERIAL PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    tool TEXT NOT NULL
  );
`;

const SIGN_UP = `
  app.post('/users', async (req, res) => {
    const user = NewUser.parse(req.body);
    await pool.query('INSERT INTO users (email, full_name) VALUES ($1, $2)', [user.email, user.fullName]);
    res.status(201).end();
  });
`;

const USER_SCHEMA = `
  import { z } from 'zod';

  export const NewUser = z.object({ email: z.email(), fullName: z.string().min(1).max(100) });
`;

const AUTHENTICATE = `
  import type { NextFunction, Request, Response } from 'express';
  import { createRemoteJWKSet, jwtVerify } from 'jose';

  const keys = createRemoteJWKSet(new URL('https://login.acme.example/jwks.json'));

  export async function authenticate(req: Request, res: Response, next: NextFunction): Promise<void> {
    try {
      const token = req.get('authorization')?.replace('Bearer ', '') ?? '';
      const { payload } = await jwtVerify(token, keys, { issuer: 'https://login.acme.example', audience: 'https://notes.acme.example' });
      res.locals.userId = payload.sub;
      next();
    } catch {
      res.status(401).json({ error: 'Sign in first.' });
    }
  }
`;

const USER_IMPORTS = [PG, "import { NewUser } from './user.js';"];
const USER_FILES = { 'src/user.ts': USER_SCHEMA, 'migrations/001_users.sql': USERS_SQL };
const COOKIES = "import cookieParser from 'cookie-parser';";

/** A banner that asks for consent and sends the answer. */
const BANNER = `
  app.get('/', (req, res) => {
    res.send('<!doctype html><form method="post" action="/consent"><p>May we count visits with a cookie?</p><button name="analytics" value="yes">Yes</button><button name="analytics" value="no">No</button></form>');
  });
`;

/** Controls of the section "Compliance: GDPR". */
export const GDPR = {
  'privacy-policy-published': {
    title: 'Privacy policy is published',
    section: 'gdpr',
    level: 'required',
    gate: ['privacy-policy'],
    applies: 'Data of people other than the local user is processed.',
    requirement: 'People can read what the server does with data about them.',
    passes: 'A privacy document stands in the repository, or the README, the metadata of the package or the site links to one.',
    fails: 'There is none.',
    why: 'Whoever collects data about people must tell them which data, why, for how long and whom to ask, before it is collected.',
    remedy: 'Add `PRIVACY.md` with what is collected, why, how long it is kept, who receives it and how to have it deleted, and link it from the README.',
    references: [gdpr('12'), gdpr('13'), page('European Commission, information to be given', 'https://commission.europa.eu/law/law-topic/data-protection_en')],
    good: httpServer([POOL, SIGN_UP], {
      imports: USER_IMPORTS,
      show: 'PRIVACY.md',
      files: {
        ...USER_FILES,
        'README.md': ['# Notes', '', 'An MCP server for notes. Read the [privacy policy](PRIVACY.md).'].join('\n'),
        'PRIVACY.md': [
          '# Privacy policy',
          '',
          'Acme Ltd, privacy@acme.example, runs this server.',
          '',
          '- What is stored: the email address and the name that you give when you sign up.',
          '- Why: to let you sign in.',
          '- How long: until you delete your account.',
          '- Your rights: to see, correct and delete the data. Write to privacy@acme.example.',
        ].join('\n'),
      },
    }),
    bad: httpServer([POOL, SIGN_UP], {
      imports: USER_IMPORTS,
      show: 'README.md',
      files: { ...USER_FILES, 'README.md': ['# Notes', '', 'An MCP server for notes.'].join('\n') },
    }),
  },

  'data-deletion-endpoint': {
    title: 'Data deletion endpoint exists',
    section: 'gdpr',
    level: 'required',
    gate: ['data-deletion'],
    applies: 'Data of people other than the local user is stored.',
    requirement: 'A person can have every row about them deleted.',
    passes: 'A route or tool deletes the rows of a person from every table that holds them. Over HTTP it stands behind authentication.',
    fails: 'There is none, or it leaves tables out; they are named.',
    why: 'People have the right to have their data erased, within a month. Without a path that knows every table it is done by hand, late and incompletely.',
    remedy: 'Add a route behind authentication that deletes from each table with data about the person, in one transaction.',
    references: [gdpr('17'), gdpr('12(3)'), asvs('14.2.7')],
    good: httpServer(
      [
        POOL,
        SIGN_UP,
        `
        app.delete('/users/me', authenticate, async (req, res) => {
          await pool.query('DELETE FROM usage_logs WHERE user_id = $1', [res.locals.userId]);
          await pool.query('DELETE FROM users WHERE id = $1', [res.locals.userId]);
          res.status(204).end();
        });
        `,
      ],
      { imports: [...USER_IMPORTS, "import { authenticate } from './authenticate.js';"], files: { ...USER_FILES, 'src/authenticate.ts': AUTHENTICATE } },
    ),
    bad: httpServer([POOL, SIGN_UP], { imports: USER_IMPORTS, files: USER_FILES }),
  },

  'cookie-consent': {
    title: 'Cookie consent is implemented',
    section: 'gdpr',
    level: 'required',
    gate: ['cookies-consented'],
    applies: 'Cookies beyond the strictly necessary are set, or a browser is measured.',
    requirement: 'Cookies and measurements that the service does not need to work wait until the person has agreed.',
    passes: 'Consent is asked before they are set.',
    fails: 'They are set without consent.',
    why: 'Storing something on the device of a person that the service does not need takes their consent first, and a banner that only informs is not consent.',
    remedy: 'Set the cookie only after a stored yes, and make no as easy as yes.',
    references: [page('ePrivacy directive 2002/58/EC Art. 5(3)', 'https://eur-lex.europa.eu/eli/dir/2002/58/oj'), gdpr('7'), asvs('14.2.3')],
    good: httpServer(
      [
        'app.use(cookieParser());\napp.use(express.urlencoded({ extended: false }));',
        BANNER,
        `
        app.post('/consent', (req, res) => {
          if (req.body.analytics === 'yes') {
            res.cookie('analytics_consent', 'yes', { secure: true, sameSite: 'lax' });
            res.cookie('_analytics_id', randomUUID(), { maxAge: 30 * 24 * 60 * 60 * 1000, secure: true, sameSite: 'lax' });
          }
          res.redirect('/');
        });
        `,
      ],
      { imports: ["import { randomUUID } from 'node:crypto';", COOKIES] },
    ),
    bad: httpServer(
      [
        'app.use(cookieParser());',
        `
        app.get('/', (req, res) => {
          res.cookie('_analytics_id', randomUUID(), { maxAge: 365 * 24 * 60 * 60 * 1000 });
          res.send('<!doctype html><p>Notes</p>');
        });
        `,
      ],
      { imports: ["import { randomUUID } from 'node:crypto';", COOKIES] },
    ),
  },

  'consent-tracked': {
    title: 'User consent is tracked',
    section: 'gdpr',
    level: 'required',
    gate: ['cookies-consented'],
    applies: 'Consent is asked.',
    requirement: 'The answer to a question for consent can be shown later.',
    passes: 'The answer, its time and the version of what was agreed to are stored.',
    fails: 'Consent is asked and the answer is not stored.',
    why: 'Whoever relies on consent must be able to prove it, and must know which text a person agreed to when the text changes.',
    remedy: 'Store a row with the person, the answer, the time and the version of the text.',
    references: [gdpr('7(1)'), gdpr('7(3)')],
    good: httpServer(
      [
        'app.use(express.urlencoded({ extended: false }));',
        POOL,
        BANNER,
        `
        app.post('/consent', async (req, res) => {
          const answer = req.body.analytics === 'yes';
          await pool.query('INSERT INTO consents (visitor_id, analytics, policy_version, answered_at) VALUES ($1, $2, $3, now())', [
            randomUUID(),
            answer,
            '2026-01',
          ]);
          res.redirect('/');
        });
        `,
      ],
      {
        imports: ["import { randomUUID } from 'node:crypto';", PG],
        files: {
          'migrations/001_consents.sql': `
            CREATE TABLE consents (
              visitor_id UUID PRIMARY KEY,
              analytics BOOLEAN NOT NULL,
              policy_version TEXT NOT NULL,
              answered_at TIMESTAMPTZ NOT NULL
            );
          `,
        },
      },
    ),
    bad: httpServer([
      'app.use(express.urlencoded({ extended: false }));',
      BANNER,
      `
      app.post('/consent', (req, res) => {
        res.redirect('/');
      });
      `,
    ]),
  },
} satisfies Partial<Record<ControlId, ControlItem>>;
