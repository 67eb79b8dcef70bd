# tusoi as a container: docs/operations.md says how to run it, compose.yaml how it is kept.
FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
RUN python -m venv /srv/tusoi
# What others made, each checked by its hash; a layer of its own, as it changes seldom.
COPY requirements requirements
RUN /srv/tusoi/bin/pip install --no-deps --require-hashes -r requirements/server.txt -r requirements/build.txt
COPY . .
RUN for po in locales/*/LC_MESSAGES/tusoi.po; do /srv/tusoi/bin/pybabel --quiet compile --input-file "$po" --output-file "${po%.po}.mo" || exit 1; done
RUN /srv/tusoi/bin/pip install --no-deps --no-index --no-build-isolation .
# Nothing is installed any more from here on.
RUN /srv/tusoi/bin/pip uninstall --yes setuptools pip

FROM python:3.11-slim
# pg_dump of the same version as compose.postgresql.yaml's server: backups need it.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --home-dir /var/lib/tusoi --shell /usr/sbin/nologin tusoi \
    && install -d -o tusoi -g tusoi -m 0700 /var/lib/tusoi /office /backups
COPY --from=build /srv/tusoi /srv/tusoi
ENV PATH=/srv/tusoi/bin:$PATH \
    PYTHONUTF8=1 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    TUSOI_DATA_DIR=/var/lib/tusoi \
    TUSOI_HEALTH_LISTEN=127.0.0.1:8081
USER 10001:10001
WORKDIR /office
VOLUME ["/var/lib/tusoi"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=10s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8081/healthz', timeout=5)"]
ENTRYPOINT ["tusoi"]
CMD ["run"]
