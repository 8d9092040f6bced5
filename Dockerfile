# Two images from one file: `web` (web service, commands, timers) and `front` (nginx).
# Any Debian 12 serves as BASE; another mirror of Debian or of Python packages is the builder's.
ARG BASE=debian:bookworm-slim

FROM ${BASE} AS python
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates python3 tzdata \
 && rm -rf /var/lib/apt/lists/*
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PATH=/srv/ise-portal/.venv/bin:$PATH

FROM python AS built
RUN apt-get update && apt-get install --yes --no-install-recommends python3-venv
WORKDIR /srv/ise-portal
COPY requirements.txt ./
RUN python3 -m venv .venv && pip install --no-cache-dir --require-hashes -r requirements.txt
COPY manage.py gunicorn.conf.py ./
COPY ise_portal ise_portal
COPY directory directory
COPY platform_members platform_members
COPY campaigns campaigns
COPY templates templates
COPY static static
COPY locale locale
COPY fixtures fixtures
COPY deploy deploy
# The settings are asked for, but nothing of them goes into static files.
RUN SECRET_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(50))') \
    FACTOR_KEYS=$(python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())') \
    ALLOWED_HOSTS=unused DATABASE_URL=postgres://unused/unused \
    PORTAL_URL=https://unused EMAIL_URL=smtp://unused \
    python manage.py collectstatic --no-input --verbosity 0

FROM python AS web
# pg_dump and pg_restore of the server's version: POSTGRES_CLIENT is that of compose.yaml, from
# PostgreSQL's own archive of Debian packages where the distribution has another.
ARG POSTGRES_CLIENT=postgresql-client-15
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ${POSTGRES_CLIENT} \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/ise-portal --create-home ise-portal \
 && install --directory --owner ise-portal /run/ise-portal \
      /var/lib/ise-portal/booklet /var/lib/ise-portal/mirror /var/lib/ise-portal/backups
COPY --from=built /srv/ise-portal /srv/ise-portal
WORKDIR /srv/ise-portal
USER ise-portal
# The socket is nginx's, in a folder that both containers have; the port is for the health check.
CMD ["gunicorn", "--config", "gunicorn.conf.py", "--bind", "unix:/run/ise-portal/web.sock", \
     "--bind", "127.0.0.1:8000", "ise_portal.wsgi"]

FROM ${BASE} AS front
RUN apt-get update \
 && apt-get install --yes --no-install-recommends nginx-light libnginx-mod-http-brotli-static openssl \
 && rm -rf /var/lib/apt/lists/* /etc/nginx/sites-enabled/default
COPY --from=built /srv/ise-portal/.static /srv/ise-portal/.static
COPY deploy/nginx /srv/ise-portal/deploy/nginx
EXPOSE 80 443
CMD ["/srv/ise-portal/deploy/nginx/start"]
