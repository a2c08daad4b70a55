"""A person at the designer's canvas: with the mouse, or with the keyboard alone."""

import json
import re
from typing import Any

from playwright.sync_api import Locator, expect

from support.console_page import ConsolePage
from support.server import Server
from support.wait import until

#: So many presses of Tab lead to everything on the page.
MANY = 400


class Drawing:
    """The designer of one flow in one window."""

    def __init__(self, console: ConsolePage, server: Server, flow_id: str) -> None:
        self.console, self.page, self.server, self.flow_id = console, console.page, server, flow_id
        self.keyboard = self.page.keyboard

    def open(self) -> "Drawing":
        self.console.go(f"/flows/{self.flow_id}/design")
        expect(self.page.locator(".react-flow__node").first).to_be_visible()
        return self

    # -- what is seen ----------------------------------------------------------------------------------------------

    def node(self, node_id: str) -> Locator:
        return self.page.locator(f'.react-flow__node[data-id="{node_id}"]')

    def port(self, node_id: str, port: str) -> Locator:
        return self.node(node_id).locator(f'[data-handleid="{port}"]')

    def lines(self) -> Locator:
        return self.page.locator(".react-flow__edge")

    def inspector(self) -> Locator:
        return self.page.locator(".ren-inspector")

    def saved(self) -> Any:
        """The draft as the server has it, once nothing is left to be saved."""
        expect(self.page.locator(".ren-save-note")).to_have_attribute("data-save", "saved")
        return self.server.get(f"/flows/{self.flow_id}/draft")["dsl"]

    def told(self, text: str) -> None:
        expect(self.page.locator("[data-told]")).to_contain_text(text)

    # -- by mouse --------------------------------------------------------------------------------------------------

    def drag(self, item: str, x: float, y: float) -> None:
        """From the palette to a place of the canvas."""
        target = self.page.locator(".react-flow")
        self.page.locator(f'[data-item="{item}"]').drag_to(target, target_position={"x": x, "y": y})

    def click_line(self, words: str) -> None:
        """Select the line whose name has these words: where its "+" is not."""
        line = self.page.locator(f'.react-flow__edge[aria-label*="{words}"]')
        x, y = line.locator(".react-flow__edge-path").evaluate(_NEAR_ITS_START)
        self.page.mouse.click(x, y)
        expect(line).to_have_class(_SELECTED)

    def draw(self, start: Locator, end: Locator) -> None:
        """A line, by mouse."""
        (x, y), (to_x, to_y) = middle(start), middle(end)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move((x + to_x) / 2, (y + to_y) / 2, steps=4)
        self.page.mouse.move(to_x, to_y, steps=4)
        self.page.mouse.up()

    # -- by keyboard -----------------------------------------------------------------------------------------------

    def tab_to(self, target: Locator, key: str = "Tab") -> Locator:
        """Press Tab until this has the focus."""
        wanted = target.element_handle()  # to look for it by its role takes longer than the key
        for _ in range(MANY):
            while (is_there := wanted.evaluate(_IS_FOCUSED)) is None:
                wanted = target.element_handle()
            if is_there:
                return target
            self.keyboard.press(key)
        raise AssertionError(f"no Tab leads to {target}")

    def choose(self, words: str) -> None:
        """In the list that asks: what is typed narrows it, Enter takes the first."""
        expect(self.page.locator(".ren-chooser input")).to_be_focused()
        self.keyboard.type(words)
        self.keyboard.press("Enter")
        expect(self.page.locator(".ren-chooser")).to_have_count(0)

    def focus_node(self, node_id: str) -> None:
        """Along the flow to a node: from the canvas on, by Tab."""
        self.tab_to(self.node(node_id))
        self.keyboard.press("Enter")
        expect(self.node(node_id)).to_have_class(_SELECTED)

    def write(self, label: str, text: str, *, by_keyboard: bool) -> None:
        """Into a field of the inspector."""
        field = self.inspector().get_by_role("textbox", name=label, exact=True)
        if by_keyboard:
            self.tab_to(field)
            self.keyboard.press("Control+A")
            self.keyboard.insert_text(text)
        else:
            field.fill(text)
        self.keyboard.press("Tab")

    def write_json(self, group: str, value: Any, *, by_keyboard: bool) -> None:
        """As JSON into the part of the inspector that has this name."""
        part = self.inspector().get_by_role("group", name=group, exact=True)
        way = part.get_by_role("radio", name="JSON")
        if by_keyboard:
            self.tab_to(part.get_by_role("radio").first)
            self.keyboard.press("ArrowRight")
        else:
            part.get_by_text("JSON", exact=True).click()
        expect(way).to_be_checked()
        text = part.locator("textarea")
        if by_keyboard:
            self.tab_to(text)
            self.keyboard.press("Control+A")
            self.keyboard.insert_text(json.dumps(value, ensure_ascii=False))
        else:
            text.fill(json.dumps(value, ensure_ascii=False))

    def from_state(self, argument: str, key: str, *, by_keyboard: bool) -> None:
        """An argument that comes from the state."""
        source = self.inspector().get_by_role("combobox", name=f"Where “{argument}” comes from")
        if by_keyboard:
            self.tab_to(source)
            self.keyboard.type("from")
        else:
            source.select_option(label="from the state")
        place = self.inspector().get_by_role("combobox", name=f"State key of “{argument}”")
        if by_keyboard:
            self.tab_to(place)
            self.keyboard.press("Control+A")
            self.keyboard.insert_text(key)
        else:
            place.fill(key)
        self.keyboard.press("Escape")


#: Whether it has the focus; null: it is not in the document any more, something else was drawn in its place.
_IS_FOCUSED = "element => element.isConnected ? element === document.activeElement : null"
_NEAR_ITS_START = """path => {
  const {x, y} = path.getPointAtLength(path.getTotalLength() * 0.25).matrixTransform(path.getScreenCTM());
  return [x, y];
}"""
_SELECTED = re.compile(r"\bselected\b")


def middle(target: Locator) -> tuple[float, float]:
    box = until(target.bounding_box, what=f"{target} is drawn")
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
