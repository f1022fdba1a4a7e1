"""The portal: Markdown that people write in, a checked static site out.

     .docx/.pdf ─importing─▶ docs/{vi,en}/**/*.md ─content─▶ Page ─check─▶ Problems ─▶ staff, in Vietnamese (stops here)
                                                      │
                                        laws ◀── the pages of docs/vi/phap-luat/ (a law *is* a page)
                                                      │
       mkdocs.yml ─▶ MkDocs + static-i18n + Material ◀── hooks.py (doorways) · views · cards · blocks · citations · overrides/
                                                      │
                site/ ─search─▶ site/assets/search/ ─packs─▶ site/tai-ve/ + dist/*.zip ─publish─▶ the commune's host

Words of the law, and the word we use for each in code:

    điều  article · khoản  clause · điểm  point · văn bản  law · số hiệu  number · còn hiệu lực  in force
    căn cứ  basis · rà soát  review · thẩm định  approval · hòa giải viên  mediator · tổ hòa giải  mediation team
    tình huống  (situation) card · kỹ năng  skill · biểu mẫu  form · gương  story · gói  pack · lĩnh vực  field
"""
