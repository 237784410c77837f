# Việc hằng ngày của người phát triển; người dùng chỉ cần hai lệnh trong README.md.

default: lint test

run:
    streamlit run dashboard.py

test:
    pytest -n auto

lint:
    ruff check .
    ruff format --check .
    pyright

samples:
    python data/make_samples.py

check FILE:
    python -m data_loaders check {{FILE}}

rebuild:
    python -m data_loaders rebuild

bench:
    python -m benchmarks
