-- What was sent of usage records to a biller, kept for ever: a biller forgets what it has seen after a day. For the operator, as
-- the owner; nobody else reads or writes it.

create table nofx.billing_customers (
  namespace text primary key check (nofx.is_namespace(namespace)),
  customer text not null check (customer ~ '^cus_[A-Za-z0-9]{1,200}$'),
  set_at timestamptz(3) not null default now()
);

create table nofx.billing_exports (
  record_id uuid primary key references nofx.usage_records (id) on delete restrict,
  seq bigint not null,
  namespace text not null,
  /*
   * PENDING: to be sent. SENDING: an exporter has it until `claimed_until`; afterwards it is unknown whether it arrived. SENT:
   * the biller has it. NOTHING: its value is 0. UNSURE: it may have arrived, and is so old that the biller may have forgotten
   * it: the operator decides. REFUSED: the biller does not take it, for the reason in `error`.
   */
  status text not null default 'PENDING'
    check (status in ('PENDING', 'SENDING', 'SENT', 'NOTHING', 'UNSURE', 'REFUSED')),
  attempts integer not null default 0,
  /* Of the first attempt whose result is unknown; null where none may have arrived. */
  unsure_since timestamptz(3),
  claimed_until timestamptz(3),
  sent_at timestamptz(3),
  error text check (length(error) <= 1000),
  constraint billing_exports_claim check ((status = 'SENDING') = (claimed_until is not null)),
  constraint billing_exports_sent check ((status = 'SENT') = (sent_at is not null))
);

create index billing_exports_open on nofx.billing_exports (seq) where status in ('PENDING', 'SENDING');
create index billing_exports_attention on nofx.billing_exports (seq) where status in ('UNSURE', 'REFUSED');

/* One row: up to which number records are in `billing_exports`. */
create table nofx.billing_position (
  only_row boolean primary key default true check (only_row),
  seq bigint not null default 0
);
insert into nofx.billing_position default values;

alter table nofx.billing_customers enable row level security;
alter table nofx.billing_customers force row level security;
alter table nofx.billing_exports enable row level security;
alter table nofx.billing_exports force row level security;
alter table nofx.billing_position enable row level security;
alter table nofx.billing_position force row level security;

create policy billing_customers_owner on nofx.billing_customers to current_user using (true) with check (true);
create policy billing_exports_owner on nofx.billing_exports to current_user using (true) with check (true);
create policy billing_position_owner on nofx.billing_position to current_user using (true) with check (true);
create policy owner_backup on nofx.billing_customers for select to current_user
  using ((select current_setting('registry.backup', true)) = 'on');
create policy owner_backup on nofx.billing_exports for select to current_user
  using ((select current_setting('registry.backup', true)) = 'on');
create policy owner_backup on nofx.billing_position for select to current_user
  using ((select current_setting('registry.backup', true)) = 'on');
