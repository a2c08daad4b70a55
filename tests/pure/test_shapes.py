"""Shapes of the API are made when they are used for the first time, by whichever threads come first."""

import subprocess
import sys
import textwrap


def test_few_shapes_are_made_by_the_import_and_any_of_them_by_many_threads():
    """In a process of its own: others have used them by now."""
    code = """
        import threading
        from pydantic_core import SchemaSerializer
        import workflow_engine_supervisor.http.app
        from workflow_engine_supervisor.schemas import Shape

        def kinds(of):
            for kind in of.__subclasses__():
                yield kind
                yield from kinds(kind)

        known = list(kinds(Shape))
        made = [kind.__name__ for kind in known if kind.__pydantic_complete__]
        assert len(known) > 100 and len(made) < len(known) / 4, (len(known), made)

        found, together = [], threading.Barrier(16)
        def use(kind):
            together.wait()
            found.append((kind.__pydantic_validator__.title, bool(kind.__pydantic_serializer__.to_json)))
        late = [kind for kind in known if not kind.__pydantic_complete__][:40]
        for kind in late:
            threads = [threading.Thread(target=use, args=[kind]) for _ in range(16)]
            [each.start() for each in threads]
            [each.join() for each in threads]
        assert found == [(kind.__name__, True) for kind in late for _ in range(16)], found
        assert all(type(kind.__pydantic_serializer__) is SchemaSerializer for kind in late)
        """
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
