# renflow in a container, for those who want one: docs/operations.md says how it is run.
FROM python:3.12-slim

# A user of its own: what functions do, they do as this one. The environment is this user's, as runs install packages into it.
RUN useradd --create-home --uid 10001 renflow && mkdir /app /data /flows /venv && chown renflow /app /data /venv
USER renflow

COPY --chown=renflow . /app
RUN python -m venv /venv && /venv/bin/python -m pip install --no-cache-dir "/app[samples]" uv

ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1
ENV REN_HOME=/data REN_FLOWS=/flows REN_HOST=0.0.0.0 REN_PORT=8000
WORKDIR /home/renflow
VOLUME /data
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "-m", "workflow_engine.server"]
