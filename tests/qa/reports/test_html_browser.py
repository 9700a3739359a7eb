"""The page in a real browser: what is drawn, what works by mouse and key, what it asks the network for."""

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pymupdf
import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from crosstie.qa.reports.html import html_page
from crosstie.qa.reports.report import Report
from tests.qa.reports.made import HOSTILE, SCRIPTS, behind, figure, report

FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip
Open = Callable[[Report], webdriver.Chrome]


@pytest.fixture
def chrome(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in (*FLAGS, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    screen = {"width": 1366, "height": 768, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    yield driver
    driver.quit()


@pytest.fixture
def opened(chrome: webdriver.Chrome, tmp_path: Path) -> Open:
    def show(made: Report) -> webdriver.Chrome:
        path = tmp_path / "report.html"
        path.write_text(html_page(made), encoding="utf-8")
        log(chrome, "performance")  # forgets what the browser's own first page asked for
        chrome.get(path.as_uri())
        return chrome

    return show


def number(driver: webdriver.Chrome, script: str) -> float:
    found = driver.execute_script(f"return {script}")
    assert isinstance(found, int | float)
    return found


def text(driver: webdriver.Chrome, script: str) -> str:
    found = driver.execute_script(f"return {script}")
    assert isinstance(found, str)
    return found


def log(driver: webdriver.Chrome, kind: str) -> list[dict[str, str]]:
    """What was logged since the last call."""
    return list(driver.execute("getLog", {"type": kind})["value"])


def wait(driver: webdriver.Chrome, script: str) -> None:
    WebDriverWait(driver, 30).until(lambda d: d.execute_script(script))


def draw_all(driver: webdriver.Chrome) -> None:
    screen = {"width": 1366, "height": 9000, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    wait(driver, "return [...document.querySelectorAll('.chart')].every(c => c.matches('.alive'))")


def asked_for(driver: webdriver.Chrome) -> set[str]:
    told = (json.loads(entry["message"])["message"] for entry in log(driver, "performance"))
    sent = [one["params"]["request"]["url"] for one in told if one["method"] == "Network.requestWillBeSent"]
    return {url.split(":")[0] for url in sent}


@pytest.mark.parametrize("named", ["", HOSTILE], ids=["plain", "hostile"])
def test_charts_are_drawn_without_network_and_without_a_word_on_the_console(opened: Open, named: str) -> None:
    driver = opened(report(named=named))
    draw_all(driver)
    assert number(driver, "document.querySelectorAll('.live svg path').length") > 20
    assert number(driver, "document.querySelectorAll('img').length") == 0
    assert log(driver, "browser") == []
    assert "file" in (schemes := asked_for(driver))
    assert schemes <= {"file", "data"}


def test_a_hostile_name_in_a_tooltip_is_text(opened: Open) -> None:
    driver = opened(report(named=HOSTILE))
    draw_all(driver)
    mark = driver.find_element(By.CSS_SELECTOR, "#drift .live .mark-rect path")
    webdriver.ActionChains(driver).move_to_element(mark).perform()
    wait(driver, "return document.querySelector('#vg-tooltip-element.visible')")
    assert HOSTILE in text(driver, "document.querySelector('#vg-tooltip-element').textContent")
    assert number(driver, "document.querySelectorAll('img').length") == 0


def column(driver: webdriver.Chrome) -> list[str]:
    script = "return [...document.querySelectorAll('#figures tbody tr')].map(r => r.cells[4].dataset.v)"
    return list(driver.execute_script(script))


def test_a_table_sorts_by_click_and_by_key_with_the_undefined_last(opened: Open) -> None:
    driver = opened(report())
    button = driver.find_elements(By.CSS_SELECTOR, "#figures thead button")[4]
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
    button.click()
    up = column(driver)
    head = driver.find_elements(By.CSS_SELECTOR, "#figures thead th")[4]
    assert head.get_attribute("aria-sort") == "ascending"
    assert up[-1] == ""
    assert [float(v) for v in up[:-1]] == sorted(float(v) for v in up[:-1])
    button.send_keys(Keys.ENTER)
    down = column(driver)
    assert head.get_attribute("aria-sort") == "descending"
    assert down[-1] == ""
    assert down[:-1] == sorted(down[:-1], key=float, reverse=True)


def test_the_first_screen_holds_findings_headline_and_worst_slices(opened: Open) -> None:
    driver = opened(report())
    for part in ("findings", "headline", "worst"):
        bottom = number(driver, f"document.getElementById('{part}').getBoundingClientRect().bottom")
        assert 0 < bottom <= 768, part
    assert number(driver, "document.documentElement.scrollWidth") <= 1366


def test_figures_are_filtered_and_a_link_to_a_hidden_one_shows_it(opened: Open) -> None:
    driver = opened(report())
    shown = "[...document.querySelectorAll('#figures tbody tr')].filter(r => !r.hidden).length"
    whole = number(driver, shown)
    driver.find_element(By.ID, "find").send_keys("language km")
    assert number(driver, shown) == 1
    link = driver.find_element(By.CSS_SELECTOR, ".tile a")
    driver.execute_script("arguments[0].focus()", link)
    link.send_keys(Keys.ENTER)
    wait(driver, "return document.querySelector('tr:target') && !document.querySelector('tr:target').hidden")
    assert number(driver, shown) == whole


def test_a_command_is_copied_whole(opened: Open) -> None:
    driver = opened(report(named="a b'c"))
    driver.execute_cdp_cmd(
        "Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    )
    driver.find_element(By.CSS_SELECTOR, "#findings .behind summary").click()
    wait(driver, "return document.querySelector('#findings .behind button')")
    driver.find_element(By.CSS_SELECTOR, "#findings .behind button").click()
    wait(driver, "return document.getElementById('said').textContent")
    command = "crosstie open 'a b'\"'\"'c' --sample 'a b'\"'\"'cdrive-0001'"
    assert driver.find_element(By.CSS_SELECTOR, "#findings .behind code").text == command
    if text(driver, "document.getElementById('said').textContent") == "Copied.":
        assert driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])") == command


def test_without_scripts_the_page_is_whole(opened: Open, chrome: webdriver.Chrome) -> None:
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    driver = opened(report())
    assert driver.find_element(By.CSS_SELECTOR, "#drift .still svg").is_displayed()
    assert driver.find_element(By.CSS_SELECTOR, "#figures tbody tr").is_displayed()
    assert not driver.find_element(By.CSS_SELECTOR, ".controls").is_displayed()


def test_the_page_prints_with_charts_and_without_controls(opened: Open, tmp_path: Path) -> None:
    driver = opened(report(named=SCRIPTS["th"]))
    draw_all(driver)
    printed = driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"]
    with pymupdf.open(stream=base64.b64decode(printed)) as document:
        text = "".join(page.get_text() for page in document.pages())
        assert 3 <= document.page_count <= 20
        assert round(document[0].rect.width) == 595
    assert "0.742" in text
    assert "Find" not in text


def test_five_thousand_figures_open_in_a_page_of_less_than_six_megabytes(opened: Open) -> None:
    names = ("link_f1", "link_precision", "link_recall", "label_f1")
    samples = behind(*(f"drive-{at:04d}" for at in range(25)))
    many = [
        msgspec.structs.replace(
            figure("accuracy", name, 0.8, 50, of=("class", f"vehicle-{at}"), by={"language": "th"},
                   against=(0.8, 0.5)),
            behind=samples,
        )
        for at in range(1250)
        for name in names
    ]  # fmt: skip
    made = msgspec.structs.replace(report(), figures=(*report().figures, *many))
    assert len(html_page(made).encode("utf-8")) < 6_000_000
    driver = opened(made)
    wait(driver, "return document.getElementById('shown').textContent.startsWith('50')")
