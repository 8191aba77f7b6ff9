-- Small checks to adapt. Replace the names; run one at a time.

-- What is one row? The two numbers must be equal for a key.
select count(*) as rows, count(distinct id) as keys from orders;

-- Does the join multiply? Compare before and after.
select count(*) as rows, count(distinct o.id) as orders
from orders o
join order_lines l on l.order_id = o.id;

-- Which values does a column really hold, and how often is it empty?
select status, count(*) as rows, round(100.0 * count(*) / sum(count(*)) over (), 1) as percent
from orders
group by status
order by rows desc
limit 20;

-- Is the last period complete?
select date_trunc('hour', created_at) as hour, count(*) as rows
from orders
where created_at >= now() - interval '2 days'
group by hour
order by hour desc;

-- How large is it before you scan it? An estimate, and free.
select relname, reltuples::bigint as about_rows, pg_size_pretty(pg_total_relation_size(oid)) as size
from pg_class
where relname in ('orders', 'order_lines');
