"""The Excel file's own words, in the language that the flow's input asks for."""

from collections.abc import Mapping

ZH: Mapping[str, str] = {
    "products": "商品",
    "similar_pairs": "相似商品",
    "summary": "汇总",
    "id": "编号",
    "name": "名称",
    "price": "价格",
    "image": "图片地址",
    "hash": "指纹",
    "width": "宽",
    "height": "高",
    "error": "问题",
    "picture": "图片",
    "id_a": "编号 A",
    "id_b": "编号 B",
    "distance": "差异",
    "name_a": "名称 A",
    "name_b": "名称 B",
    "picture_a": "图片 A",
    "picture_b": "图片 B",
    "what": "项目",
    "value": "值",
    "source": "来源",
    "limit": "最多商品数",
    "max_distance": "最大差异",
    "max_pairs": "最多保留对数",
    "pages": "页数",
    "catalogue stopped early": "目录提前结束",
    "encoding": "编码",
    "duplicates dropped": "去掉的重复商品",
    "images ok": "可用图片",
    "pairs": "相似对数",
    "pairs kept": "保留对数",
    "pairs cut": "是否截断",
    "rows left out": "未写出的行",
    "no": "否",
    "row_damaged": "行已损坏",
    "id_missing": "缺少编号",
    "id_damaged": "编号已损坏",
    "name_empty": "缺少名称",
    "price_missing": "缺少价格",
    "price_range": "价格为区间",
    "price_unreadable": "价格无法识别",
    "image_missing": "缺少图片",
    "image_placeholder": "只有占位图",
    "image_bad_address": "图片地址无效",
    "image_not_found": "找不到图片",
    "image_refused": "图片被拒绝访问",
    "image_unreachable": "图片无法连接",
    "image_ambiguous": "图片名称不唯一",
    "image_unreadable": "图片无法读取",
    "image_empty": "图片为空文件",
    "image_not_an_image": "不是图片",
    "image_broken": "图片已损坏",
    "image_too_large": "图片过大",
    "image_crashed": "图片使解码程序崩溃",
}


class Words:
    """Looks words up; one that a language does not have stays as it is."""

    def __init__(self, language: str) -> None:
        self._words = ZH if language == "zh" else {}

    def __call__(self, word: str) -> str:
        return self._words.get(word, word)

    def with_code(self, code: str) -> str:
        """A code of the documentation, with its meaning where the language is another one."""
        word = self(code)
        return code if word == code else f"{code}（{word}）"
