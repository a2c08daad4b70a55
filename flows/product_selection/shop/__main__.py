"""`python -m flows.product_selection.shop --products 2000`: open the shop and serve until Ctrl-C."""

import argparse

from .server import Shop, Stock


def main() -> None:
    parser = argparse.ArgumentParser(prog="shop", description="Serve a generated catalogue on 127.0.0.1.")
    parser.add_argument("--products", type=int, default=200, help="listings in the catalogue (default 200)")
    parser.add_argument("--port", type=int, default=8900, help="0 takes a free one (default 8900)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another catalogue (default 1)")
    parser.add_argument("--slow-ms", type=int, default=0, help="how long slow pages and pictures take (default 0)")
    chosen = parser.parse_args()
    with Shop(Stock(chosen.products, chosen.seed, chosen.slow_ms), chosen.port) as shop:
        print(shop.url, flush=True)  # noqa: T201 - its one line of output
        try:
            shop.serve_forever()
        except KeyboardInterrupt:
            shop.closing.set()


if __name__ == "__main__":
    main()
