# A team's installation: set DATABASE_URL, KARGOUI_SECRET_KEY and KARGOUI_HOSTS, see docs/configuration.md.
FROM python:3.11-slim
WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && useradd --system --home /data --create-home kargoui
ENV KARGOUI_DATA_DIR=/data
USER kargoui
VOLUME /data
EXPOSE 8000
CMD ["kargoui", "serve", "--host", "0.0.0.0"]
