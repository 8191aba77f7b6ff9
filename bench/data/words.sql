-- What the generated definitions are made of. The same words in the same places at every run: nothing is random.

create schema seed;

/* How many agents, and as many templates: set by bench/seed.ts. The first 1,000 of each are the same at every size. */
create function seed.entries() returns integer
  language sql stable
  as $$ select current_setting('seed.entries')::integer $$;

create table seed.words as select
  string_to_array('accounting,api,audit,backup,billing,calendar,certificate,checkout,cluster,compliance,container,contract,'
    'customer,dashboard,database,deployment,documentation,email,forecast,fraud,helpdesk,identity,incident,inventory,'
    'invoice,kubernetes,latency,ledger,logging,marketing,migration,monitoring,onboarding,payment,pipeline,pricing,'
    'release,security,storage,translation', ',') as subjects,
  string_to_array('analyst,archivist,assistant,auditor,broker,checker,classifier,coach,curator,detective,doctor,editor,'
    'explainer,forecaster,guardian,inspector,librarian,mediator,optimizer,planner,reconciler,reviewer,summarizer,tester,'
    'writer', ',') as roles,
  string_to_array('adaptive,annual,atomic,autumn,basic,blended,bright,broad,calm,central,certified,classic,clever,compact,'
    'complete,concise,coastal,crisp,curious,custom,dedicated,deep,digital,direct,distributed,double,dynamic,eager,early,'
    'eastern,elastic,embedded,endless,essential,express,extended,external,familiar,federal,fluent,focused,formal,fresh,'
    'frozen,gentle,genuine,global,golden,gradual,grand,guided,handy,handmade,honest,hourly,hybrid,ideal,immediate,indoor,'
    'inner,instant,integral,joint,junior,keen,lasting,lateral,lean,legacy,level,light,linear,liquid,local,lunar,major,'
    'manual,marine,mellow,merged,minimal,modern,modular,monthly,mutual,narrow,native,neutral,nimble,northern,open,optimal,'
    'outer,paired,parallel,patient,perpetual,plain,polar,portable', ',') as qualifiers,
  string_to_array('campaign,rehearsal,rollout,audit trail,weekly check,handover,cleanup,health report,retrospective,'
    'drill,comparison,baseline,triage,upgrade,inventory,digest,quality gate,dry run,investigation,review,forecast,'
    'migration plan,reconciliation,training,announcement', ',') as jobs,
  string_to_array('ai,automation,aws,batch,chat,cloud,compliance,cost,data,devops,docs,email,finance,github,go,internal,'
    'java,json,markdown,mobile,nightly,ops,pdf,privacy,python,quality,reporting,slack,sql,typescript', ',') as tags,
  string_to_array('data,delivery,engineering,finance,knowledge,operations,security,support', ',') as categories,
  string_to_array('default,atlas,borealis,cobalt,delta,ember,fjord,granite,harbor,iris', ',') as namespaces,
  string_to_array('1.0.0,1.1.0,1.1.1,1.2.0,2.0.0', ',') as versions,
  string_to_array('reads what is there before it proposes anything|asks one question when the request is ambiguous|'
    'quotes the line or the record that a statement rests on|never writes to a system that it was not given|'
    'ends with a short list of what is still open|keeps the answer under one page|names the owner of each next step|'
    'compares the result with that of the previous run|stops and reports when two sources contradict each other|'
    'marks every number with the time at which it was read', '|') as habits;

/* The word that a key always stands for. */
create function seed.pick(words text[], key text) returns text
  language sql immutable
  as $$ select words[1 + (hashtext(key) & 2147483647) % cardinality(words)] $$;

create function seed.some(words text[], count integer, key text) returns text[]
  language sql immutable
  as $$ select array(select distinct seed.pick(words, key || n) from generate_series(1, count) n order by 1) $$;

/* Three sentences or so. */
create function seed.prose(key text) returns text
  language sql stable
  as $$ select string_agg('It ' || seed.pick(habits, key || n) || '.', ' ') from seed.words, generate_series(1, 3) n $$;

create function seed.files(key text, paths text[]) returns jsonb
  language sql immutable
  as $$
    select jsonb_agg(jsonb_build_object(
      'path', path, 'size', 400 + (hashtext(key || path) & 4095), 'sha256', encode(sha256((key || path)::bytea), 'hex')))
    from unnest(paths) path
  $$;

create function seed.digest(key text) returns text
  language sql immutable
  as $$ select encode(sha256(key::bytea), 'hex') $$;

create function seed.slug(name text) returns text
  language sql immutable
  as $$ select replace(lower(name), ' ', '-') $$;

/* A name: the first thousand are a subject and a role; later ones have a qualifier between them. */
create function seed.name(subject text, words text[], place integer, role text) returns text
  language sql immutable
  as $$ select initcap(subject) || coalesce(' ' || words[place / 1000], '') || ' ' || role $$;

/* Those have one version only, 2.0.0. */
create table seed.brief (id uuid primary key);
insert into seed.brief
select md5(kind || i)::uuid from unnest(array['agent', 'template']) kind, generate_series(1000, seed.entries() - 1) i;
